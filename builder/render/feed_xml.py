"""Feeds of XML are put together of printed parts: entries that many feeds share, and what surrounds
them."""

from typing import Any

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
"""Prefixes that feedgen declares on the root of an RSS document."""


def printed_entry(element: Any) -> bytes:
    """Print an entry for a place within the root element, or one level below it."""
    from lxml import etree

    root = etree.Element("root", nsmap=NAMESPACES)
    root.append(element)
    printed: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    begin, end = printed.index(b">\n") + len(b">\n"), printed.rindex(b"</root>")
    return printed[begin:end]


def around(root: Any, closing: bytes) -> tuple[bytes, bytes]:
    """Print a document; return what stands before its entries and what after them, from the last
    of the tags ``closing`` on."""
    from lxml import etree

    printed: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    end = printed.rindex(b"\n", 0, printed.rindex(closing)) + 1
    return printed[:end], printed[end:]
