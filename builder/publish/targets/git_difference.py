"""What a branch holds against what it is to hold."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from builder.output.manifest import IN_CLEAR, MANIFEST, OWN, Listing
from builder.output.paths import folders_above
from builder.publish.targets.git_store import Entry
from builder.publish.targets.place import Change
from builder.publish.targets.staying import stays


@dataclass(frozen=True, slots=True)
class Wanted:
    """The SHA-256 of each file that a branch is to hold, in the order of the tree. ``settled`` are
    those that ``site.yml`` has the last word on, whoever wrote them; ``listing`` is how the branch
    tells of itself."""

    digests: Mapping[str, str]
    settled: Set[str]
    listing: Listing = IN_CLEAR


@dataclass(frozen=True, slots=True)
class Held:
    """What a branch holds at a commit; without a commit it is not there.

    ``ours`` is what was published there last, by path, and ``there`` the SHA-256 of what there is
    now of that and of what is wanted. ``has_manifest`` is false where the branch does not say
    itself what of it is ours. ``parent`` is the commit before, empty where there is none.
    ``staying`` are files that are not built any more and stay a while, each with the number of
    commits since.
    """

    commit: str
    parent: str
    entries: Mapping[str, Entry]
    ours: Mapping[str, str]
    has_manifest: bool
    there: Mapping[str, str]
    staying: Mapping[str, int] = field(default_factory=dict)


NOWHERE = Held("", "", {}, {}, has_manifest=False, there={})


@dataclass(frozen=True, slots=True)
class Difference:
    """A change as it is told, and ``differing``, all files that a commit must bring for it.
    ``leaving`` are files that are not built any more and stay a while from now on."""

    change: Change
    differing: tuple[str, ...]
    leaving: frozenset[str] = frozenset()


def difference(held: Held, wanted: Wanted, *, forgets: bool) -> Difference:
    """Return what a branch lacks, and what it has too much.

    ``forgets`` where earlier commits of the branch are to be lost, even if nothing else changes.
    """
    differing = tuple(
        path for path, digest in wanted.digests.items() if held.there.get(path) != digest
    )
    if forgets and held.parent and not differing:
        differing = (MANIFEST,)
    gone = held.entries.keys() & held.ours.keys() - wanted.digests.keys()
    leaving = frozenset(path for path in gone if stays(path, wanted.listing))
    foreign = {
        *_changed(held, wanted),
        *_overwritten(held, wanted, differing),
        *_in_the_way(held, wanted),
        *(held.entries if forgets and not held.ours else ()),
    }
    change = Change(
        written=tuple(path for path in differing if path not in OWN) or differing,
        removed=tuple(sorted(gone - leaving)),
        kept=len(wanted.digests.keys() - OWN) - len(set(differing) - OWN),
        foreign=tuple(sorted(foreign)),
        earlier="" if forgets else held.commit if differing or gone - leaving else held.parent,
    )
    return Difference(change, differing, leaving)


def _changed(held: Held, wanted: Wanted) -> Iterator[str]:
    """Yield what is not as it was published, nor as it is to be."""
    for path, digest in held.ours.items():
        if held.there.get(path) not in (digest, wanted.digests.get(path)):
            yield path


def _overwritten(held: Held, wanted: Wanted, differing: tuple[str, ...]) -> Iterator[str]:
    """Yield files of another hand that a commit would write over."""
    own = OWN if held.has_manifest else OWN - {MANIFEST} if held.ours else frozenset()
    known = held.ours.keys() | own | wanted.settled
    for path in differing:
        if path in held.entries and path not in known:
            yield path


def _in_the_way(held: Held, wanted: Wanted) -> Iterator[str]:
    """Yield files of another hand that lie where a folder must be, or in a folder where a file
    must be."""
    folders = {folder for path in wanted.digests for folder in folders_above(path)}
    for path in held.entries.keys() - held.ours.keys() - wanted.digests.keys():
        if path in folders or any(above in wanted.digests for above in folders_above(path)):
            yield path
