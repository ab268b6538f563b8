"""A replay of how real people edited: every version of a file imported in turn, ids watched."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.importers.cases import read_files, run


@dataclass(frozen=True)
class Edited:
    """A file and all its versions, oldest first."""

    path: str
    versions: tuple[str, ...]


def read_revisions(corpus: Path) -> Iterator[Edited]:
    """Read ``_revisions.jsonl``."""
    for line in (corpus / "_revisions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Edited(row["path"], tuple(version["content"] for version in row["versions"]))


@dataclass
class Watch:
    """What each id has meant so far, and every use of one for something else."""

    bodies: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def look(self, step: str, present: dict[str, str]) -> None:
        """Compare what is there with what was there before."""
        before = {words: name for name, words in self.bodies.items() if _tells(words)}
        for name, words in present.items():
            if name in self.gone:
                self.faults.append(f"{step}: {name} is used again")
            elsewhere = before.get(words)
            if elsewhere is None or elsewhere == name or not _tells(words):
                continue
            if elsewhere in present and name in self.bodies:
                self.faults.append(f"{step}: {name} has the words of {elsewhere}")
            if elsewhere not in present:
                self.faults.append(f"{step}: the words of {elsewhere} became {name}")
        self.gone |= {name for name in self.bodies if name not in present}
        self.bodies = present


def _tells(words: str) -> bool:
    """Say whether words are an author's, and not the ones that stand for none."""
    return words.strip() not in ("", "Resolved.", "Completed.") and len(words) > 20


def replay(edited: Edited, system: str, settings: dict[str, bytes], folder: Path) -> list[str]:
    """Import each version of one file and return every fault."""
    source, into = folder / "old", folder / "new"
    for name, content in settings.items():
        place = source / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    post = source / edited.path
    post.parent.mkdir(parents=True, exist_ok=True)
    watch = Watch()
    folders: set[str] = set()
    for number, version in enumerate(edited.versions):
        step = f"{edited.path} version {number + 1}"
        post.write_text(version, "utf-8")
        result = run(system, source, into, "UTC")
        watch.faults += [f"{step}: {problem}" for problem in result.problems if problem.is_error]
        written = read_files(into)
        updates = {name: _body(text) for name, text in written.items() if _is_update(name)}
        folders |= {name.split("/")[1] for name in updates}
        if updates:
            watch.look(step, updates)
        run(system, source, into, "UTC")
        if read_files(into) != written:
            watch.faults.append(f"{step}: the second import differs")
    if len(folders) > 1:
        watch.faults.append(f"{edited.path}: folders {sorted(folders)}")
    return watch.faults


def _is_update(name: str) -> bool:
    return name.startswith("incidents/") and not name.endswith("/incident.md")


def _body(text: str) -> str:
    return text.split("---\n", 2)[2]
