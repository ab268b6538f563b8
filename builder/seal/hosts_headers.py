"""The headers and content types that a host sends with private trees."""

from collections.abc import Mapping

from builder.seal.opener_files import HEADERS

REALM = "Private status page"
"""What a browser shows when it asks for a password: the same for every reader and every site."""

TYPES: Mapping[str, tuple[str, ...]] = {
    "text/html": ("html",),
    "text/css": ("css",),
    "text/javascript": ("js",),
    "application/json": ("json",),
    "application/atom+xml": ("atom",),
    "image/svg+xml": ("svg",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/avif": ("avif",),
}
"""The types of all files of a tree, by the endings of their names; any other file is bytes."""


def is_text(kind: str) -> bool:
    """Say whether files of a type are text whose encoding is to be told."""
    return kind.startswith("text/") or kind.endswith("+xml")


def checked_headers(style_hash: str) -> dict[str, str]:
    """Return what goes with every answer about open pages, errors included.

    Other sites may not load a picture of a reader who is signed in here
    (``Cross-Origin-Resource-Policy``), and nothing stays in a cache.
    """
    policy = (
        f"default-src 'none'; style-src '{style_hash}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Strict-Transport-Security": HEADERS["Strict-Transport-Security"],
    }


def sealed_headers() -> dict[str, str]:
    """Return what goes with every file of a sealed tree."""
    return dict(HEADERS)


def static_headers(headers: Mapping[str, str]) -> str:
    """Return a file ``_headers`` as Netlify and Cloudflare Pages read it; it names no folder."""
    lines = [f"  {name}: {value}" for name, value in headers.items()]
    return "\n".join(
        [
            "# For Netlify and Cloudflare Pages: put it, named _headers, beside the folders of the",
            "# sealed trees, in a site that holds nothing else.",
            "/*",
            *lines,
            "",
        ]
    )
