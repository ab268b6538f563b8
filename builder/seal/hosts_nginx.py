"""Configuration for nginx: what stands in the server block of private trees."""

from collections.abc import Mapping, Sequence

from builder.seal.hosts_headers import REALM, TYPES, is_text

_CHECKED = """\
# Pages of readers whom nginx asks for a password. Include this file in a server block that serves
# nothing else, by https alone, with its root at the folder that holds these folders:
#
#     server {
#         listen 443 ssl;
#         server_name private.example.com;
#         root /srv/private;
#         include tocsin/checked.nginx.conf;
#     }
#
# Passwords are yours: each folder below names a file, relative to that of nginx.conf, with a line
# `name:hash` for each person, as `htpasswd -B` or `openssl passwd -6` makes them. Without its file
# nobody reads a folder. Keep this file as private as the pages: it tells where they are.

# Whoever asks for anything else is asked for a password that nobody has, so that no answer tells
# which folders there are.
satisfy all;
auth_basic "{realm}";
auth_basic_user_file /dev/null;
"""

_SEALED = """\
# Sealed pages, which a browser opens with the key in a link; nginx checks nobody here. Include this
# file in a server block that serves nothing else, by https alone, with its root at the folder that
# holds these folders:
#
#     server {
#         listen 443 ssl;
#         server_name sealed.example.com;
#         root /srv/private;
#         include tocsin/sealed.nginx.conf;
#     }
#
# Keep this file private: it tells where the pages are.

# Only what is sealed is served, whatever else lies in the root.
location / {
    return 404;
}
"""


def checked_nginx(folders: Sequence[str], headers: Mapping[str, str]) -> str:
    """Return the configuration of trees whose readers the host checks; all else is refused."""
    blocks = (
        f"location ^~ /{folder} {{\n    auth_basic_user_file tocsin/{folder}.passwords;\n}}\n"
        for folder in folders
    )
    return "\n".join([_CHECKED.replace("{realm}", REALM), _common(headers), *blocks])


def sealed_nginx(folders: Sequence[str], headers: Mapping[str, str]) -> str:
    """Return the configuration of sealed trees; nothing else is served."""
    blocks = (f"location ^~ /{folder} {{\n}}\n" for folder in folders)
    return "\n".join([_SEALED, _common(headers), *blocks])


def _common(headers: Mapping[str, str]) -> str:
    types = (f"    {kind} {' '.join(endings)};" for kind, endings in TYPES.items())
    lines = [
        "index index.html;",
        "autoindex off;",
        "absolute_redirect off;",
        "server_tokens off;",
        "charset utf-8;",
        f"charset_types {' '.join(kind for kind in TYPES if is_text(kind))};",
        "default_type application/octet-stream;",
        "types {",
        *types,
        "}",
        *(f'add_header {name} "{value}" always;' for name, value in headers.items()),
        "",
    ]
    return "\n".join(lines)
