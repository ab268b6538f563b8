"""What the host of the public tree is to be told: types, caching, who may embed and read what.

Values to values. The kinds of files are told apart once, here; nginx, Caddy and the file
``_headers`` of Netlify and Cloudflare Pages each spell them in their own way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.seal.hosts_headers import TYPES, is_text

NAMES = ("public.nginx.conf", "public.caddy")
"""Every file for the operator; ``_headers`` lies in the tree itself."""

HEADERS_FILE = "_headers"

SHORT = "public, max-age=30"
"""Pages, feeds and the API change at any moment: a cache may spare a crowd, and no more."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""What has a hash of its bytes in its name."""

FEED_JSON = "application/feed+json"

JSON_FEED = r"/(?:updates|major)\.json$"
ASSET = r"(?:static/|widget\.)"
"""How the path of a file begins, in the tree, that has a hash in its name."""

HASHED_PICTURE = r"/[0-9a-f]{12}\.(?:png|jpe?g|gif|webp|avif)$"

PUBLIC_TYPES: Mapping[str, tuple[str, ...]] = {
    **TYPES,
    "application/rss+xml": ("rss",),
    "text/calendar": ("ics",),
    "application/xml": ("xml",),
    "text/plain": ("txt",),
}
"""The types of all files of the public tree, by the endings of their names."""

_PAGES = ("maintenance", "subscribe", "embed")
_FOLDERS = ("history", "incidents", "components", "groups", "p")
_PARTS = ("components", "groups")


@dataclass(frozen=True, slots=True)
class PublicSite:
    """What hosts must know of a public tree.

    ``path`` is that of the site's address, without a slash at its end; ``translated`` is true where
    other languages have folders; ``style`` is the hash of the pages' stylesheet as a source of a
    content policy.
    """

    path: str
    translated: bool
    style: str


def public_files(site: PublicSite) -> dict[str, bytes]:
    """Return the files for the operator by name."""
    texts = zip(NAMES, (_nginx(site), _caddy(site)), strict=True)
    return {name: text.encode() for name, text in texts}


def headers_file(site: PublicSite) -> bytes:
    """Return ``_headers`` as Netlify and Cloudflare Pages read it.

    Cloudflare reads 100 rules, and lines of 2,000 characters: one placeholder stands for all
    languages, so there are as many rules whatever the site holds. It leads to the address of a page
    without ``.html``, so each page has a rule for that too. Where two rules set a header for the
    same path, they say the same: hosts differ in what they make of that.
    """
    rules: list[tuple[str, Mapping[str, str]]] = [("/*", {**_everywhere(), **_readable()})]
    page = {"Content-Security-Policy": _policy(site, framed=False)}
    banner = {"Content-Security-Policy": _policy(site, framed=True)}
    feed = {"Content-Type": FEED_JSON}
    endings = ("", ".html")
    for folder in ("", ":language/") if site.translated else ("",):
        rules += [(f"/{folder}banner{ending}", banner) for ending in endings]
        rules += [(f"/{folder}{name}", page) for name in ("", "index.html")]
        rules += [(f"/{folder}{name}{ending}", page) for name in _PAGES for ending in endings]
        rules += [(f"/{folder}{name}/*", page) for name in _FOLDERS]
        rules += [(f"/{folder}{name}.json", feed) for name in ("updates", "major")]
        rules += [(f"/{folder}{name}/:part/updates.json", feed) for name in _PARTS]
    rules.append(("/404.html", page))
    rules += [(path, {"Cache-Control": IMMUTABLE}) for path in ("/static/*", "/widget.*")]
    lines = [
        "# For Netlify and Cloudflare Pages, which let a browser ask anew for all other files."
    ]
    for path, headers in rules:
        lines.append(f"{site.path}{path}")
        lines += [f"  {name}: {value}" for name, value in headers.items()]
    return "\n".join([*lines, ""]).encode()


def page_headers(site: PublicSite) -> dict[str, str]:
    """Return what goes with pages."""
    policy = {"Content-Security-Policy": _policy(site, framed=False)}
    return {**_everywhere(), "Cache-Control": SHORT, **policy}


def banner_headers(site: PublicSite) -> dict[str, str]:
    """Return what goes with the page that may stand in a frame on other sites."""
    policy = {"Content-Security-Policy": _policy(site, framed=True)}
    return {**_everywhere(), "Cache-Control": SHORT, **policy}


def data_headers() -> dict[str, str]:
    """Return what goes with what programs and other sites read: API, feeds, calendars, badges."""
    return {**_everywhere(), "Cache-Control": SHORT, **_readable()}


def asset_headers() -> dict[str, str]:
    """Return what goes with files that have a hash in their name, the widget among them."""
    return {**_everywhere(), "Cache-Control": IMMUTABLE, **_readable()}


def _everywhere() -> dict[str, str]:
    return {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


def _readable() -> dict[str, str]:
    """All of it is public, and no answer depends on who asks."""
    return {"Access-Control-Allow-Origin": "*"}


def _policy(site: PublicSite, *, framed: bool) -> str:
    """Return the policy that pages carry, with what a page can't say itself."""
    frames = "" if framed else "; frame-ancestors 'none'"
    return (
        f"default-src 'none'; style-src '{site.style}'; img-src 'self' data:; "
        f"base-uri 'none'; form-action 'none'{frames}"
    )


_IN_NGINX = """\
# The public site. Include this file in a server block that serves nothing else below this address,
# with its root where the address {path}/ leads to the published files:
#
#     server {{
#         listen 443 ssl;
#         server_name status.example.com;
#         root /srv/status;
#         include tocsin/public.nginx.conf;
#     }}
"""

_IN_CADDY = """\
# The public site. Import this file in a site block that serves nothing else, with its root where
# the address {path}/ leads to the published files:
#
#     status.example.com {{
#         root * /srv/status
#         import tocsin/public.caddy
#     }}
"""


def _nginx(site: PublicSite) -> str:
    path = site.path
    # Of expressions, nginx takes the first that matches.
    kinds = (
        (rf'"^{path}/{ASSET}|{HASHED_PICTURE}"', asset_headers(), ""),
        (rf'"^{path}/(?:[A-Za-z-]+/)?banner\.html$"', banner_headers(site), ""),
        (r'"\.html$"', page_headers(site), ""),
        (f'"{JSON_FEED}"', data_headers(), FEED_JSON),
        (r'"\.(?:json|atom|rss|ics|svg)$"', data_headers(), ""),
    )
    types = (f"    {kind} {' '.join(endings)};" for kind, endings in PUBLIC_TYPES.items())
    lines = [
        _IN_NGINX.format(path=path),
        "index index.html;",
        "autoindex off;",
        "absolute_redirect off;",
        "server_tokens off;",
        "charset utf-8;",
        f"charset_types {' '.join(kind for kind in PUBLIC_TYPES if is_text(kind))};",
        "default_type application/octet-stream;",
        "types {",
        *types,
        "}",
        f"error_page 403 404 {path}/404.html;",
        *_added(_everywhere(), ""),
    ]
    for pattern, headers, kind in kinds:
        lines.append(f"location ~ {pattern} {{")
        lines += [f"    types {{ }} default_type {kind};"] if kind else []
        lines += [*_added(headers, "    "), "}"]
    return "\n".join([*lines, ""])


def _added(headers: Mapping[str, str], indent: str) -> Iterator[str]:
    for name, value in headers.items():
        yield f'{indent}add_header {name} "{value}" always;'


def _caddy(site: PublicSite) -> str:
    path = site.path
    assets = rf"^{path}/{ASSET}|{HASHED_PICTURE}"
    banner = rf"^{path}/([A-Za-z-]+/)?banner\.html$"
    kinds: Sequence[tuple[str, Sequence[str], Mapping[str, str]]] = (
        ("assets", (f"path_regexp {assets}",), asset_headers()),
        ("banner", (f"path_regexp {banner}",), banner_headers(site)),
        ("pages", ("path *.html */", f"not path_regexp {banner}"), page_headers(site)),
        (
            "data",
            ("path *.json *.atom *.rss *.ics *.svg", f"not path_regexp {assets}"),
            data_headers(),
        ),
    )
    lines = [_IN_CADDY.format(path=path), *_set("header", _everywhere())]
    for name, matchers, headers in kinds:
        lines += [f"@{name} {{", *(f"    {each}" for each in matchers), "}"]
        lines += _set(f"header @{name}", headers)
    for kind, endings in PUBLIC_TYPES.items():
        charset = "; charset=utf-8" if is_text(kind) else ""
        paths = " ".join(f"*.{ending}" for ending in endings)
        lines += [f"@{endings[0]} path {paths}"]
        lines += [f'header @{endings[0]} Content-Type "{kind}{charset}"']
    lines += ["@feedjson path */updates.json */major.json"]
    lines += [f'header @feedjson Content-Type "{FEED_JSON}"']
    lines += [
        "file_server",
        "handle_errors {",
        f"    rewrite * {path}/404.html",
        *(f"    {line}" for line in _set("header", page_headers(site))),
        '    header Content-Type "text/html; charset=utf-8"',
        "    file_server",
        "}",
    ]
    return "\n".join([*lines, ""])


def _set(directive: str, headers: Mapping[str, str]) -> list[str]:
    lines = (f'    {name} "{value}"' for name, value in headers.items())
    return [f"{directive} {{", *lines, "}"]
