"""A replay of how real people edited, as subscribers of the imported site would have met it.

Every version of a file is imported over the last one and built; then the feed is held against the
one before. ``python -m tests.readers.replayed CORPORA`` prints what was counted.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from pathlib import Path
from re import sub

from tests.build.sites import NOW, built
from tests.importers.cases import run
from tests.importers.replay import Edited, read_revisions

SYSTEMS = {"jenkins": "cstate", "packit": "cstate", "statusfy-stencila": "statusfy"}


@dataclass(frozen=True)
class Told:
    """An entry of a feed: when it was dated, and what its update said, without facts."""

    date: str
    words: str


@dataclass(frozen=True)
class Renewed:
    """An entry that went while another came in one version: a subscriber hears of it again."""

    step: str
    reason: str
    gone: str
    new: str


@dataclass
class Count:
    """What a replay found: ``told`` entries over ``versions``."""

    files: int = 0
    versions: int = 0
    told: int = 0
    faults: list[str] = field(default_factory=list)
    renewed: list[Renewed] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        """Count what another replay found as well."""
        self.files += other.files
        self.versions += other.versions
        self.told += other.told
        self.faults += other.faults
        self.renewed += other.renewed

    def reasons(self) -> list[tuple[str, int]]:
        """Return why entries came up as new, the commonest first."""
        return Counter(each.reason for each in self.renewed).most_common()


def replayed(edited: Edited, system: str, settings: dict[str, bytes], folder: Path) -> Count:
    """Import and build each version of one file."""
    source, into = folder / "old", folder / "new"
    for name, content in {**settings, edited.path: b""}.items():
        place = source / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    count = Count(files=1)
    feeds: list[dict[str, Told]] = []
    for number, version in enumerate(edited.versions):
        step = f"{edited.path} version {number + 1}"
        (source / edited.path).write_text(version, "utf-8")
        run(system, source, into, "UTC")
        if not (into / "incidents").is_dir():
            continue
        outcome = built(into, folder / "out", folder / "cache", NOW)
        count.faults += [f"{step}: {problem}" for problem in outcome.problems if problem.is_error]
        if outcome.failed:
            continue
        feeds.append(_told(folder / "out" / "public" / "updates.json"))
        count.versions += 1
        count.told += len(feeds[-1].keys() - feeds[-2].keys() if len(feeds) > 1 else feeds[-1])
        if len(feeds) > 1:
            count.renewed += renewed(step, feeds[-2], feeds[-1])
    count.faults += used_again(edited.path, feeds)
    return count


def _told(feed: Path) -> dict[str, Told]:
    items = json.loads(feed.read_bytes())["items"]
    return {
        item["id"]: Told(item["date_published"], _words(item["content_html"]))
        for item in items
        if "_status" in item
    }


def _words(html: str) -> str:
    """Leave out the facts at the end: they follow from all updates."""
    said = html.partition("\n<ul><li>")[0]
    return " ".join(unescape(sub("<[^>]*>", " ", said)).split())


def used_again(path: str, feeds: list[dict[str, Told]]) -> Iterator[str]:
    """Find ids that came back for other words, and ids that took over the words of others."""
    gone: dict[str, Told] = {}
    for before, after in pairwise(feeds):
        for name, told in after.items():
            if name in gone and gone[name].words != told.words:
                yield f"{path}: {name} is used again"
            others = [other for other in before if before[other].words == told.words]
            taken = name in before and before[name].words != told.words
            if taken and others and name not in others and len(told.words) > 40:
                yield f"{path}: {name} has the words of {others[0]}"
        gone |= {name: told for name, told in before.items() if name not in after}


def renewed(step: str, before: dict[str, Told], after: dict[str, Told]) -> Iterator[Renewed]:
    """Pair each entry that went with one that came, the likeliest first."""
    went = {name: told for name, told in before.items() if name not in after}
    came = {name: told for name, told in after.items() if name not in before}
    for reason in REASONS:
        for name, told in list(went.items()):
            other = next((new for new in came if _reason(told, came[new]) == reason), None)
            if other is not None:
                del went[name], came[other]
                yield Renewed(step, reason, name, other)


REASONS = ("the same words at another time", "other words at the same time", "other words and time")


def _reason(gone: Told, new: Told) -> str:
    if gone.words == new.words:
        return REASONS[0]
    return REASONS[1] if gone.date == new.date else REASONS[2]


def replay_corpus(corpus: Path, system: str, chosen: Iterable[Edited], folder: Path) -> Count:
    """Replay some files of a corpus."""
    settings = {}
    if (corpus / "config.yml").is_file():
        settings["config.yml"] = (corpus / "config.yml").read_bytes()
    total = Count()
    for number, edited in enumerate(chosen):
        total.add(replayed(edited, system, settings, folder / str(number)))
    return total


def main() -> None:
    """Replay all corpora below a folder."""
    with tempfile.TemporaryDirectory() as place:
        for name, system in SYSTEMS.items():
            corpus = Path(sys.argv[1]) / name
            count = replay_corpus(corpus, system, read_revisions(corpus), Path(place) / name)
            lines = [
                f"{name}: {count.files} files, {count.versions} versions, {count.told} entries, "
                f"{len(count.renewed)} came up as new, {len(count.faults)} faults",
                *(f"  {number} x {reason}" for reason, number in count.reasons()),
                *(
                    f"  {each.step}: {each.reason}: {each.gone} {each.new}"
                    for each in count.renewed
                ),
                *(f"  {fault}" for fault in count.faults),
            ]
            sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
