"""A site with a secret, a reader with two links, a small tree: what the tests of sealing share."""

from dataclasses import replace
from datetime import UTC, datetime

from builder.seal.head import Head
from builder.seal.keys import Site, TreeKeys, tree_keys
from builder.seal.links import Link, SealedReader
from builder.seal.secret import Secret
from builder.seal.slots import link_key, slots
from builder.seal.tree import seal_tree

SITE = Site(Secret(bytes(range(32))), "5f1d3c7e9a0b2d48")
KEPT = Link("0a1b2c3d")
DROPPED = Link("4e5f6071")
ACME = SealedReader("account:acme", (KEPT, DROPPED))
ACME_WITHOUT = replace(ACME, links=(KEPT,))
GLOBEX = SealedReader("account:globex", (Link("99887766"),))
NEWEST = datetime(2026, 11, 23, 14, 58, tzinfo=UTC)


def page(body: str, head: str = "") -> bytes:
    return f'<!doctype html>\n<html lang="en">\n<head>{head}</head>\n<main>{body}</main>\n'.encode()


PAGES = {
    "index.html": page(
        "<h1>Acme today</h1>"
        '<p><a href="incidents/payments.html#u2">Card payments fail</a></p>'
        '<p><a href="history/2026-11.html">November</a></p>'
    ),
    "incidents/payments.html": page(
        '<p><a href="../index.html">Up</a></p><h1>Card payments fail</h1>'
        '<p id="u1">Your cluster is affected.</p><p id="u2">Your cluster is well again.</p>'
    ),
    "history/2026-11.html": page("<h1>November</h1>"),
}


def keys_of(reader: SealedReader = ACME, site: Site = SITE) -> TreeKeys:
    return tree_keys(site, reader)


def sealed(
    reader: SealedReader = ACME,
    pages: dict[str, bytes] | None = None,
    head: Head | None = None,
    site: Site = SITE,
) -> dict[str, bytes]:
    keys = keys_of(reader, site)
    return seal_tree(
        keys,
        PAGES if pages is None else pages,
        slots(site, reader, keys),
        head or Head({}, newest=NEWEST),
    )


def key_of_link(link: Link = KEPT, reader: SealedReader = ACME, site: Site = SITE) -> Secret:
    return link_key(site, reader.name, link.id)
