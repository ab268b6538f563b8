"""What a bucket holds against what it is to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.output.manifest import MANIFEST, OWN
from builder.publish.targets.object_bucket import Version
from builder.publish.targets.object_form import Form
from builder.publish.targets.place import Change

Digests = Mapping[str, str]
"""SHA-256 in hexadecimal, by path."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An object as it was found: its version, and the SHA-256 of the file that it is."""

    version: Version
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a bucket holds.

    ``listed`` is what its manifest names, ``None`` where it does not say itself what of it is ours.
    ``begun`` is what a publish was about to touch that did not come to its end, ``None`` where none
    was broken off; ``journal`` is the version of what tells so. ``there`` are the objects that were
    looked at, ``None`` for one that is not there. ``reformed`` where files are in another form than
    they are to be.
    """

    listed: Digests | None
    begun: Digests | None
    journal: Version | None
    there: Mapping[str, Thing | None]
    reformed: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A change as it is told; ``differing``, all files that a publish must bring for it; and
    ``staying``, files that are not built any more and are left for a while."""

    change: Change
    differing: tuple[str, ...]
    staying: tuple[str, ...]


def asked(wanted: Digests, listed: Digests, begun: Digests, *, all_of_it: bool) -> Iterator[str]:
    """Yield the paths that must be looked at: those that may change."""
    for path in sorted(wanted.keys() | listed.keys() | begun.keys()):
        if all_of_it or path in begun or listed.get(path) != wanted.get(path):
            yield path


def difference(held: Held, wanted: Digests, form: Form) -> Difference:
    """Return what a bucket lacks of the files that are wanted, in their order, and what it has too
    much."""
    listed, begun = held.listed or {}, held.begun or {}
    digests = {path: each.digest if each else None for path, each in held.there.items()}
    differing = tuple(
        path
        for path, digest in wanted.items()
        if digests.get(path, listed.get(path)) != digest or (held.reformed and path not in OWN)
    )
    if not differing and (held.begun is not None or held.reformed):
        differing = (MANIFEST,)
    gone = sorted((listed.keys() | begun.keys()) - wanted.keys())
    there = [path for path in gone if digests.get(path, listed.get(path)) is not None]
    change = Change(
        written=tuple(path for path in differing if path not in OWN) or differing,
        removed=tuple(path for path in there if not form.stays(path)),
        kept=len(wanted.keys() - OWN) - len(set(differing) - OWN),
        foreign=tuple(sorted(_foreign(held, wanted, digests))),
    )
    return Difference(change, differing, tuple(path for path in there if form.stays(path)))


def _foreign(held: Held, wanted: Digests, digests: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what another hand changed or put there, and a publish would write over or remove."""
    listed = held.listed or {}
    for path, digest in digests.items():
        if held.begun is not None and path in held.begun.keys() | OWN:
            continue
        if path in listed:
            if digest not in (listed[path], wanted.get(path)):
                yield path
        elif (
            digest is not None
            and digest != wanted.get(path)
            and (held.listed is None or path not in OWN)
        ):
            yield path
