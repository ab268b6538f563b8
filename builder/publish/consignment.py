"""What each target is to hold of a build: the public tree, or the pages of its private readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from builder.build import Request
from builder.build.last_build import Told, told_by_tree
from builder.build.opening import opener_words
from builder.build.readers import PUBLIC_TREE, ReaderTree, private_trees
from builder.build.renewed import renewed_trees
from builder.model.publishing import PRIVATE_TREES, Target
from builder.model.site import Site
from builder.output.manifest import ClearListing
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.private_tree import private_tree
from builder.publish.record import Access
from builder.publish.sealed_listing import SealedListing
from builder.render.stylesheet import private_stylesheet
from builder.seal.keys import Site as SealedSite
from builder.seal.opener_files import opener_files, renewed_files
from builder.vocabulary.theme import Theme


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a target is to hold. ``trees`` are those of private readers, and ``readers`` says whose
    each folder is. ``updates`` are those that it tells of, ``None`` where that is not known, and
    ``redacted`` those of them whose words were taken out; those of private readers begin with the
    reader's name and a space."""

    tree: BuiltTree
    updates: frozenset[str] | None
    trees: tuple[ReaderTree, ...] = ()
    readers: Mapping[str, Access] = field(default_factory=dict)
    redacted: frozenset[str] = frozenset()


class Build:
    """One build, as targets take it. ``site`` and ``theme`` are those that it was made of."""

    def __init__(self, request: Request, site: Site, theme: Theme) -> None:
        self._request = request
        self._site = site
        self._theme = theme

    def consignment(self, target: Target) -> Consignment:
        """Return what a target is to hold.

        Raises:
            OSError: the build can't be read.
            ValueError: it is not what a build leaves, or private pages were not built.
        """
        if target.is_public:
            told = self._told_by(PUBLIC_TREE)
            if told is None:
                return Consignment(self._public, None)
            return Consignment(self._public, told.updates, redacted=told.redacted)
        trees = tuple(each for each in self._private if _takes(target, each))
        renewed = tuple(each for each in self._renewed if _takes(target, each))
        tree = private_tree(self._request.out, trees, renewed, self._opener, self._listing)
        readers = {
            each.folder: Access(each.reader.name, _links(each), renewed=each in renewed)
            for each in (*trees, *renewed)
        }
        by_reader = [(each.reader.name, self._told_by(each.name)) for each in trees]
        known = [(reader, each) for reader, each in by_reader if each is not None]
        if len(known) < len(by_reader):
            return Consignment(tree, None, trees, readers)
        updates = frozenset(f"{reader} {name}" for reader, each in known for name in each.updates)
        redacted = frozenset(f"{reader} {name}" for reader, each in known for name in each.redacted)
        return Consignment(tree, updates, trees, readers, redacted)

    @cached_property
    def _public(self) -> BuiltTree:
        return built_tree(self._request.out / PUBLIC_TREE, ClearListing(self._request.heartbeat))

    @cached_property
    def _private(self) -> tuple[ReaderTree, ...]:
        if self._request.secret is None:
            raise ValueError("private pages are built with a secret alone")
        return private_trees(self._site, self._request.secret, self._request.now)

    @cached_property
    def _renewed(self) -> tuple[ReaderTree, ...]:
        return renewed_trees(self._site, self._request)

    @cached_property
    def _opener(self) -> frozenset[bytes]:
        """Everything that may lie in the open beside sealed pages."""
        words = opener_words(self._site)
        style = private_stylesheet(self._theme).text
        return frozenset((*opener_files(style, words).values(), *renewed_files(words).values()))

    @cached_property
    def _listing(self) -> SealedListing:
        secret, previous = self._request.secret, self._request.previous
        if secret is None:
            raise ValueError("private pages are built with a secret alone")
        identifier = self._site.site_id
        before = () if previous is None else (SealedSite(previous, identifier),)
        return SealedListing(SealedSite(secret, identifier), before)

    @cached_property
    def _told(self) -> Mapping[str, Told] | None:
        return told_by_tree(self._request)

    def _told_by(self, tree: str) -> Told | None:
        return None if self._told is None else self._told.get(tree)


def in_order(targets: Iterable[Target], site: Site) -> tuple[Target, ...]:
    """Return targets in the order in which their readers are told: the company's own audiences,
    then accounts, then everyone."""
    internal = {reader.name for reader in site.readers() if reader.internal}

    def place(target: Target) -> int:
        if target.is_public:
            return 3
        if target.tree == PRIVATE_TREES:
            return 1
        return 0 if target.tree in internal else 2

    return tuple(sorted(targets, key=place))


def left_out(targets: Iterable[Target], site: Site) -> tuple[str, ...]:
    """Return the private readers whose pages go to no target, where any reader's do."""
    private = [target for target in targets if not target.is_public]
    if not private:
        return ()
    audiences = [each.reader.name for each in site.audiences.values() if not each.accounts]
    accounts = [each.reader.name for each in site.accounts.values()]
    return tuple(
        name
        for name in (*audiences, *accounts)
        if name != "audience:public"
        and not any(target.takes(name, sealed=site.is_sealed(name)) for target in private)
    )


def _takes(target: Target, tree: ReaderTree) -> bool:
    return target.takes(tree.reader.name, sealed=tree.is_sealed)


def _links(tree: ReaderTree) -> tuple[str, ...]:
    return tuple(link.id for link in tree.sealed.links) if tree.sealed is not None else ()
