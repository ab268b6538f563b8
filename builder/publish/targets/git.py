"""A branch of a git repository, such as ``gh-pages``, from which a host serves.

A publish is one commit, and the branch moves to it in one step or not at all, and only from where
it was when it was looked at: of two publishers one wins, and the other says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.output.faults import OutputProblem, from_error
from builder.output.lock import locked
from builder.output.manifest import MANIFEST
from builder.publish.built_tree import BuiltTree, MustNotGoError
from builder.publish.targets.git_difference import NOWHERE, Difference, Held, Wanted, difference
from builder.publish.targets.git_faults import git_fault
from builder.publish.targets.git_program import Git, GitFailure, GitMissing
from builder.publish.targets.git_store import Entry, Moved, Store
from builder.publish.targets.listed_there import listed_there
from builder.publish.targets.place import Change, TargetFault
from builder.publish.targets.staying import STAYING, decode, encode, settled, stays
from builder.vocabulary.problems import Place, Problem

NO_JEKYLL = ".nojekyll"
"""Without this file GitHub leaves out what begins with a line below."""

CNAME = "CNAME"
"""The file by which GitHub knows a domain."""

_SOURCES = "site_src/"
_NEWS = "updates.json"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch as ``site.yml`` has it, for the target of a name.

    ``repository`` is an address or a path, empty for the ``origin`` of the sources. ``squash``
    keeps one commit alone. ``domain`` goes into ``CNAME``; where it is empty, that file stays as
    it is.
    """

    target: str
    repository: str
    name: str
    squash: bool = False
    domain: str = ""


class GitBranch:
    """A branch as a target. ``source`` is the folder of the sources, ``cache`` a folder of this
    program's own; children get ``environment``."""

    def __init__(
        self, branch: Branch, source: Path, cache: Path, environment: Mapping[str, str]
    ) -> None:
        self._branch = branch
        self._source = source
        self._cache = cache
        self._address = ""
        self._git = Git((cache / "repository.git").absolute(), source, environment)
        self._settled = {NO_JEKYLL: b""}
        if branch.domain:
            self._settled[CNAME] = f"{branch.domain}\n".encode()
        self._seen: Held | None = None

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        wanted = self._wanted(tree)
        with self._opened() as store:
            self._seen = self._look(store, wanted)
        return self._difference(self._seen, wanted).change

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``. The branch moves only from where ``change`` saw it."""
        wanted = self._wanted(tree)
        with self._opened() as store:
            held, self._seen = self._seen or self._look(store, wanted), None
            try:
                return self._sent(store, held, wanted, tree)
            except Moved as moved:
                held = self._after(store, held, wanted, moved)
            try:
                return self._sent(store, held, wanted, tree)
            except Moved as moved:
                raise self._fault(moved.said) from moved

    def read(self, path: str) -> bytes | None:
        """See ``Place``."""
        with self._opened() as store:
            commit = store.tip()
            entry = store.entries(commit).get(path) if commit else None
            return store.bytes_of(entry) if entry is not None and entry.is_plain else None

    def _sent(self, store: Store, held: Held, wanted: Wanted, tree: BuiltTree) -> Change:
        found = self._difference(held, wanted)
        if not found.change.is_nothing:
            staying, gone = settled(held.staying, found.leaving, wanted.digests.keys())
            written = [(path, partial(self._bytes, tree, path)) for path in found.differing]
            if staying:
                written.append((STAYING, partial(encode, staying)))
            elif STAYING in held.entries and held.staying:
                gone |= {STAYING}
            commit = store.commit(
                held.commit,
                written,
                (*found.change.removed, *sorted(gone & held.entries.keys())),
                f"{tree.digest}\n",
                orphan=self._branch.squash,
            )
            store.push(commit, held.commit)
        return found.change

    def _after(self, store: Store, before: Held, wanted: Wanted, moved: Moved) -> Held:
        """Return what the branch holds now that it has moved, if the tree may still go there.

        It may where nobody told readers anything new in the meantime.
        """
        now = self._look(store, wanted)
        if now.commit == before.commit:
            raise self._fault(moved.said) from moved
        known = self._difference(before, wanted).change.foreign
        foreign = [
            path for path in self._difference(now, wanted).change.foreign if path not in known
        ]
        news = _NEWS if _NEWS in wanted.digests else MANIFEST
        if now.there.get(news) not in (before.there.get(news), wanted.digests[news]):
            foreign.append(news)
        if foreign:
            raise self._problem(
                "another-publisher",
                f"Another publisher put {foreign[0]} there in the meantime, which is not that of "
                "this build.",
                "Fetch the newest commits of the sources and publish again.",
            )
        return now

    def _look(self, store: Store, wanted: Wanted) -> Held:
        commit = store.tip()
        if not commit:
            return NOWHERE
        entries = store.entries(commit)
        if any(path.startswith(_SOURCES) for path in entries):
            raise self._problem(
                "target-holds-sources",
                f"The branch {self._branch.name!r} holds the sources of a site.",
                "Name a branch that is for the pages alone, such as `gh-pages`.",
            )
        known = store.known()
        manifest = self._manifest(store, entries, wanted)
        ours = manifest
        if ours is None and known:
            ours = self._manifest(store, store.entries(known), wanted)
        ours = ours or {}
        there = dict(ours) if manifest is not None and known == commit else {}
        asked = [
            path
            for path in sorted(ours.keys() | wanted.digests.keys())
            if path not in there and path in entries and entries[path].is_plain
        ]
        digests = store.digests([entries[path] for path in asked])
        there.update(zip(asked, digests, strict=True))
        if manifest is not None and known != commit and manifest.items() <= there.items():
            store.know(commit)
        parent = store.parent(commit)
        listed = entries.get(STAYING)
        names = store.bytes_of(listed) if listed is not None and listed.is_plain else None
        # Whatever another hand wrote there: nothing but such files is ever removed by it.
        staying = {
            path: number for path, number in decode(names).items() if stays(path, wanted.listing)
        }
        return Held(commit, parent, entries, ours, manifest is not None, there, staying)

    def _difference(self, held: Held, wanted: Wanted) -> Difference:
        return difference(held, wanted, forgets=self._branch.squash)

    def _wanted(self, tree: BuiltTree) -> Wanted:
        with self._told():
            digests = {path: tree.files[path] for path in tree.in_order()}
            for path, data in sorted(tree.own.items()):
                digests[path] = sha256(data).hexdigest()
        for path, data in self._settled.items():
            digests[path] = sha256(data).hexdigest()
        return Wanted(digests, self._settled.keys(), tree.listing)

    def _bytes(self, tree: BuiltTree, path: str) -> bytes:
        return self._settled[path] if path in self._settled else tree.read(path)

    def _manifest(
        self, store: Store, entries: Mapping[str, Entry], wanted: Wanted
    ) -> Mapping[str, str] | None:
        """Return what a commit says was published there, ``None`` where it does not say."""
        entry = entries.get(MANIFEST)
        data = store.bytes_of(entry) if entry is not None and entry.is_plain else None
        return listed_there(data, wanted.listing, f"publish: {self._branch.target}")

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        """Yield the memory of the branch, held for this program alone."""
        with self._told(), locked(self._cache):
            if not self._address:
                self._git.take_ways()
                self._address = self._branch.repository or self._origin()
            store = Store(self._git, self._address, self._branch.name)
            store.prepare()
            yield store

    def _origin(self) -> str:
        """Return where the sources are pushed to."""
        address = self._git.origin()
        if not address:
            raise self._problem(
                "no-repository",
                "The sources have no repository `origin` that they are pushed to.",
                "Write `repository:` with the address of one.",
            )
        return address

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say faults of git and of the disk as faults of the target."""
        try:
            yield
        except GitMissing as error:
            raise self._problem("no-git", "There is no git here.", "Install git.") from error
        except GitFailure as failure:
            raise self._fault(failure.said) from failure
        except (OutputProblem, MustNotGoError) as error:
            raise TargetFault(error.problem) from error
        except OSError as error:
            raise TargetFault(from_error(error, str(self._cache)).problem) from error

    def _fault(self, said: str) -> TargetFault:
        target, rewrites = self._branch.target, self._branch.squash
        return TargetFault(git_fault(said, target, self._address, rewrites=rewrites))

    def _problem(self, code: str, message: str, mend: str) -> TargetFault:
        return TargetFault(Problem(Place(f"publish: {self._branch.target}"), code, message, mend))
