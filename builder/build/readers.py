"""Which trees there are: the public one, and one for each reader that has pages of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.vocabulary.audiences import Feed, Protection
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.readers import PUBLIC, PUBLIC_NAME, Reader

if TYPE_CHECKING:
    from builder.model.site import Access, Audience, Site
    from builder.seal.keys import Site as SealedSite
    from builder.seal.links import SealedReader
    from builder.seal.secret import Secret

PUBLIC_TREE = "public"
PRIVATE_TREES = "private"
"""The folder that holds the private trees, each in a folder of its path id."""


@dataclass(frozen=True, slots=True)
class ReaderTree:
    """A tree to build: its name below the output folder, and its reader.

    ``sealed`` is set where its pages are sealed; without it they lie open, for a host that checks
    who reads. ``keys`` is the site as keys are made of it, ``ends`` the instants at which links
    end. ``feed`` is what its private feeds tell. ``device`` is false where a key must not be kept
    on a device, since other things lie on the origin of the pages.
    """

    name: str
    reader: Reader
    sealed: SealedReader | None = None
    keys: SealedSite | None = None
    ends: tuple[datetime, ...] = ()
    feed: Feed = Feed.OFF
    device: bool = True

    @property
    def folder(self) -> str:
        """The folder that its host knows it by."""
        return self.name.rpartition("/")[2]

    @property
    def is_sealed(self) -> bool:
        """True where a reader opens the pages with a key, whoever serves them."""
        return self.sealed is not None


def public_tree() -> ReaderTree:
    """Return the tree that everyone may read."""
    return ReaderTree(PUBLIC_TREE, PUBLIC)


def private_trees(site: Site, secret: Secret, now: datetime) -> tuple[ReaderTree, ...]:
    """Return the trees of all private readers, audiences first."""
    from builder.seal.keys import Site as SealedSite

    keys = SealedSite(secret, site.site_id)
    trees = [
        _private(keys, each.reader, each.access, each, now)
        for each in site.audiences.values()
        if each.reader.name != PUBLIC_NAME and not each.accounts
    ]
    shared = next((each for each in site.audiences.values() if each.accounts), None)
    trees += [
        _private(keys, each.reader, each.access, shared, now) for each in site.accounts.values()
    ]
    return tuple(replace(tree, device=_is_alone(tree, site)) for tree in trees)


def _is_alone(tree: ReaderTree, site: Site) -> bool:
    """Say whether no target's origin is known to be shared."""
    return not any(
        target.shared_origin and target.takes(tree.reader.name, sealed=tree.is_sealed)
        for target in site.targets
    )


def wrong_secret(site: Site, secret: Secret) -> Problem | None:
    """Return the problem of a secret that is not the site's own."""
    from builder.seal.keys import Site as SealedSite
    from builder.seal.keys import secret_check

    if not site.secret_check or secret_check(SealedSite(secret, site.site_id)) == site.secret_check:
        return None
    return Problem(
        Place("site_src/site.yml"),
        "secret-other",
        "The secret at hand is not the one that this site's private pages were sealed with.",
        "Use the site's own, or replace it for good with `tocsin secret rotate`.",
    )


def _private(
    keys: SealedSite, reader: Reader, access: Access, audience: Audience | None, now: datetime
) -> ReaderTree:
    from builder.seal.keys import path_id
    from builder.seal.links import Link, SealedReader, live

    links = tuple(Link(one.id, one.until, one.revoked, one.words) for one in access.links)
    name = f"{PRIVATE_TREES}/{path_id(keys, reader.name, access.path)}"
    feed = audience.feed if audience is not None else Feed.NOTICE
    if audience is not None and audience.protection is Protection.HOST:
        return ReaderTree(name, reader, keys=keys, feed=feed)
    sealed = SealedReader(reader.name, live(links, now), access.generation, access.path)
    ends = tuple(sorted({one.until for one in links if one.until and not one.revoked}))
    return ReaderTree(name, reader, sealed, keys, ends, feed)
