"""Configuration for Caddy: what stands in the site block of private trees."""

from collections.abc import Mapping, Sequence

from builder.seal.hosts_headers import REALM, TYPES, is_text

_CHECKED = """\
# Pages of readers whom Caddy asks for a password. Import this file in a site block that serves
# nothing else, with its root at the folder that holds these folders:
#
#     private.example.com {
#         root * /srv/private
#         import tocsin/checked.caddy
#     }
#
# Passwords are yours: each folder below names a file beside this one, with a line `name hash` for
# each person, as `caddy hash-password` makes them. Without one of them Caddy does not take this
# file. Keep it as private as the pages: it tells where they are.
"""

_SEALED = """\
# Sealed pages, which a browser opens with the key in a link; Caddy checks nobody here. Import this
# file in a site block that serves nothing else, with its root at the folder that holds these
# folders:
#
#     sealed.example.com {
#         root * /srv/private
#         import tocsin/sealed.caddy
#     }
#
# Keep this file private: it tells where the pages are.
"""

_OTHERS_CHECKED = """\
# Whoever asks for anything else is asked for a password that nobody has, so that no answer tells
# which folders there are.
handle {
    header WWW-Authenticate `Basic realm="{realm}"`
    error 401
}
"""

_OTHERS_SEALED = """\
# Only what is sealed is served, whatever else lies in the root.
handle {
    error 404
}
"""


def checked_caddy(folders: Sequence[str], headers: Mapping[str, str]) -> str:
    """Return the configuration of trees whose readers the host checks; all else is refused."""
    blocks = (
        _handle(
            folder,
            f'    basicauth bcrypt "{REALM}" {{',
            f"        import {folder}.passwords",
            "    }",
        )
        for folder in folders
    )
    others = _OTHERS_CHECKED.replace("{realm}", REALM)
    return "\n".join([_CHECKED, _common(headers), *blocks, others])


def sealed_caddy(folders: Sequence[str], headers: Mapping[str, str]) -> str:
    """Return the configuration of sealed trees; nothing else is served."""
    return "\n".join([_SEALED, _common(headers), *map(_handle, folders), _OTHERS_SEALED])


def _handle(folder: str, *lines: str) -> str:
    name = f"@{folder}"
    return "\n".join(
        [
            f"{name} path /{folder} /{folder}/*",
            f"handle {name} {{",
            *lines,
            "    file_server",
            "}",
            "",
        ]
    )


def _common(headers: Mapping[str, str]) -> str:
    lines = ["header {"]
    lines += [f'    {name} "{value}"' for name, value in headers.items()]
    lines.append("}")
    for kind, endings in TYPES.items():
        name = f"@{endings[0]}"
        paths = " ".join(f"*.{ending}" for ending in endings)
        charset = "; charset=utf-8" if is_text(kind) else ""
        lines += [f"{name} path {paths}", f'header {name} Content-Type "{kind}{charset}"']
    return "\n".join([*lines, ""])
