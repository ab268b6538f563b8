"""A bucket of an object store, such as S3, from which a host serves.

A store changes one object at a time. So content comes first, then what leads to it, then the
manifest, removals last; each object is written only in the place of the version that was looked at.
A note in the bucket tells what a publish is about to touch, and the next one finishes what was
broken off. One publisher has its turn at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from builder.output.faults import OutputProblem, from_error
from builder.output.lock import locked
from builder.output.manifest import BUILD, MANIFEST, ManifestError
from builder.publish.built_tree import BuiltTree, MustNotGoError
from builder.publish.targets.listed_there import listed_there
from builder.publish.targets.object_bucket import Bucket, Found, Moved, Where
from builder.publish.targets.object_difference import (
    Difference,
    Digests,
    Held,
    Thing,
    asked,
    difference,
)
from builder.publish.targets.object_form import Form, bytes_of, digest_told
from builder.publish.targets.object_journal import JOURNAL, begin, begun_by, settle_staying
from builder.publish.targets.object_turn import Turn
from builder.publish.targets.place import Change, TargetFault
from builder.vocabulary.problems import Place, Problem


class Objects:
    """A bucket as a target. ``cache`` is a folder of this program's own, for what it remembers."""

    at_a_time = 16
    """Files that are written before the turn is renewed."""

    def __init__(self, where: Where, bucket: Bucket, form: Form, cache: Path) -> None:
        self._where = where
        self._bucket = bucket
        self._form = form
        self._cache = cache
        self._seen: Held | None = None

    def change(self, tree: BuiltTree) -> Change:
        """See ``Place``."""
        with self._told():
            self._seen = self._look(tree)
            return difference(self._seen, _wanted(tree), self._form).change

    def send(self, tree: BuiltTree) -> Change:
        """See ``Place``. Each object is written only where it is still as ``change`` saw it."""
        with self._told(), locked(self._cache):
            held, self._seen = self._seen or self._look(tree), None
            found = difference(held, _wanted(tree), self._form)
            if found.change.is_nothing:
                return found.change
            turn = Turn(self._bucket, self._cache / "turn")
            overtakes = turn.take()
            touched = _touched(held, found, tree)
            self._begin(held, touched, tree, turn)
            self._write(held, found, tree, turn)
            if found.change.removed:
                self._bucket.remove(found.change.removed)
                turn.renew()
            leaving = {path: touched[path] for path in found.staying}
            settle_staying(self._bucket, tree.listing, leaving, tree.files, turn.renewed_at)
            if not overtakes:
                # Else one more look is due, once whoever was overtaken has surely stopped.
                self._bucket.remove([JOURNAL])
            turn.end()
            return found.change

    def read(self, path: str) -> bytes | None:
        """See ``Place``."""
        with self._told():
            found = self._bucket.get(path)
            return None if found is None else bytes_of(found)

    def _look(self, tree: BuiltTree) -> Held:
        manifest, journal = self._bucket.for_each(self._bucket.get, (MANIFEST, JOURNAL))
        place = f"publish: {self._where.target}"
        there = bytes_of(manifest) if manifest is not None else None
        listed = listed_there(there, tree.listing, place)
        begun = self._begun(journal, tree)
        reformed = (
            listed is not None and manifest is not None and self._form.is_another(manifest.about)
        )
        wanted = _wanted(tree)
        if listed is not None and there == tree.own[MANIFEST]:
            # The other may tell of a heartbeat, and so is looked at by itself.
            listed = {**listed, MANIFEST: wanted[MANIFEST]}
        paths = list(asked(wanted, listed or {}, begun or {}, all_of_it=reformed))
        if listed is None:
            existing = frozenset(self._bucket.paths())
            paths = [path for path in paths if path in existing]
        others = [path for path in paths if path != MANIFEST]
        things = zip(others, self._things(others), strict=True)
        return Held(
            listed,
            begun,
            journal.about.version if journal is not None else None,
            {**dict(things), MANIFEST: _thing(manifest)},
            reformed,
        )

    def _begun(self, journal: Found | None, tree: BuiltTree) -> Digests | None:
        if journal is None:
            return None
        try:
            return begun_by(journal, tree.listing)
        except ManifestError as error:
            raise self._problem(
                "target-of-other-secret",
                f"{JOURNAL} in the bucket, the list of a publish that was broken off, {error}.",
                "Put the secret of then into TOCSIN_SECRET_PREVIOUS; or, if it is lost, empty the "
                "target by hand, and publish again.",
            ) from error

    def _things(self, paths: list[str]) -> list[Thing | None]:
        """Return what is there of several files."""
        return self._bucket.for_each(self._thing, paths)

    def _thing(self, path: str) -> Thing | None:
        about = self._bucket.about(path)
        if about is None:
            return None
        digest = digest_told(about)
        return Thing(about.version, digest) if digest else _thing(self._bucket.get(path))

    def _begin(self, held: Held, touched: Digests, tree: BuiltTree, turn: Turn) -> None:
        """Note what is about to be touched, if nobody else published since it was looked; if so,
        the turn is over."""
        manifest = self._bucket.about(MANIFEST)
        seen = held.there.get(MANIFEST)
        try:
            if (manifest and manifest.version) != (seen and seen.version):
                raise Moved(MANIFEST)
            begin(self._bucket, tree.listing, touched, held.journal)
        except Moved:
            turn.end()
            raise

    def _write(self, held: Held, found: Difference, tree: BuiltTree, turn: Turn) -> None:
        """Bring what differs: content, then what leads to it, the tree's own files last."""
        differing = set(found.differing)
        paths = [path for path in tree.in_order() if path in differing]
        since_renewal = 0
        for _, several in groupby(paths, tree.leads):
            step = list(several)
            for start in range(0, len(step), self.at_a_time):
                together = step[start : start + self.at_a_time]
                if since_renewal + len(together) > self.at_a_time:
                    turn.renew()
                    since_renewal = 0
                self._put_several(together, held, tree)
                since_renewal += len(together)
        turn.renew()
        for path in (BUILD, MANIFEST):
            if path in tree.own and (path in differing or path == MANIFEST):
                self._put(path, held, tree)

    def _put_several(self, paths: list[str], held: Held, tree: BuiltTree) -> None:
        """Bring several files, none of which leads to another."""
        self._bucket.for_each(lambda path: self._put(path, held, tree), paths)

    def _put(self, path: str, held: Held, tree: BuiltTree) -> None:
        data, headers = self._form.stored(path, tree.read(path))
        before = held.there.get(path)
        self._bucket.put(path, data, headers, before.version if before is not None else None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what is not the store's fault as a fault of the target as well."""
        try:
            yield
        except Moved as moved:
            # Paths of private pages are for nobody to read.
            what = moved.path if self._form.public else "the target"
            raise self._problem(
                "another-publisher",
                f"Another publisher, or another hand, changed {what} in the meantime.",
                "See that one publisher runs at a time, fetch the newest commits of the sources "
                "and publish again.",
            ) from moved
        except (MustNotGoError, OutputProblem) as error:
            raise TargetFault(error.problem) from error
        except OSError as error:
            raise TargetFault(from_error(error, "the build").problem) from error

    def _problem(self, code: str, message: str, mend: str) -> TargetFault:
        return TargetFault(Problem(Place(f"publish: {self._where.target}"), code, message, mend))


def _thing(found: Found | None) -> Thing | None:
    if found is None:
        return None
    return Thing(found.about.version, sha256(bytes_of(found)).hexdigest())


def _touched(held: Held, found: Difference, tree: BuiltTree) -> Digests:
    """Return what a publish may leave in either state until it has come to its end."""
    listed, begun = held.listed or {}, held.begun or {}
    gone = (*found.change.removed, *found.staying)
    return {
        **begun,
        **{path: listed.get(path) or begun[path] for path in gone},
        **{path: tree.files[path] for path in found.differing if path in tree.files},
    }


def _wanted(tree: BuiltTree) -> Mapping[str, str]:
    own = {path: sha256(data).hexdigest() for path, data in sorted(tree.own.items())}
    return {**{path: tree.files[path] for path in tree.in_order()}, **own}
