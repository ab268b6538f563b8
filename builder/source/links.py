"""Where a link in a text may lead, and how it is written into HTML.

An allow-list, looked at in the form that a browser gets: entities and escapes are already decoded,
so no disguise of another scheme is on it.
"""

import re
from urllib.parse import unquote

from builder.source.words import shown
from builder.vocabulary.text import SITE_PREFIX

_WEB = re.compile(r"https?://([^/?#\\]+)(?:[/?#].*)?", re.IGNORECASE)
_OTHER = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9().\-]+)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
# Browsers drop these when they read an address.
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0]+")


class LinkError(ValueError):
    """A link that may not stand in a text; ``mend`` says what to write instead."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def link_target(address: str) -> str:
    """Return the address as it stands in HTML; a path within the site begins with ``site:/``.

    Raises:
        LinkError: the address is not one that a text may lead to.
    """
    web = _WEB.fullmatch(address)
    if web is not None:
        if "@" in unquote(web.group(1)):
            raise LinkError(
                f"The link {shown(address)} hides its host behind an `@`.",
                "Write the address without a user name.",
            )
        return address
    if _OTHER.fullmatch(address):
        return address
    if address.startswith("/"):
        return _within_site(address)
    decoded = unquote(address)
    scheme = _SCHEME.match(_INVISIBLE.sub("", decoded))
    if scheme is not None:
        raise LinkError(
            f"The link {shown(decoded)} does not lead to a web page.",
            "Links begin with `https://`, `http://`, `mailto:`, `tel:`, or with `/` within "
            "the site.",
        )
    if not address:
        raise LinkError("The link leads nowhere.", "Write its address into the brackets.")
    raise LinkError(
        f"The link {shown(decoded)} is relative, and a text is shown on many pages and in feeds.",
        f"Write the whole address, or the path within the site from its root: "
        f"{shown('/' + decoded.lstrip('./#'))}.",
    )


def _within_site(address: str) -> str:
    decoded = unquote(address)
    if decoded.startswith(("//", "/\\")):
        raise LinkError(
            f"The link {shown(decoded)} leads to another host without saying how.",
            f"Write {shown('https:' + decoded)}, or one `/` for a page of this site.",
        )
    anchor = "#" in decoded and not decoded.startswith("/incidents/")
    if anchor or decoded.count("#") > 1 or "\\" in decoded:
        raise LinkError(
            f"The link {shown(decoded)} within the site is not a plain path.",
            "Write the path of a page alone, like `/p/about.html`; of an incident alone, "
            "`#<update>` may follow.",
        )
    if ".." in decoded.split("/"):
        raise LinkError(
            f"The link {shown(decoded)} leads out of the site.",
            "Write the path from the site's root, without `..`.",
        )
    page = address + "index.html" if address.endswith("/") else address
    return SITE_PREFIX + page[1:]
