"""Incidents that go on in another one: ``merged_into`` leads somewhere, and not back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.source.document import Document, read_document
from builder.source.files import read_text
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.rules import reaches
from builder.source.scan import INCIDENT_FILE, INCIDENTS_FOLDER, split_name
from builder.source.words import shown, suggestion
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit
from builder.vocabulary.statuses import ENDING

if TYPE_CHECKING:
    from builder.source.incidents import WrittenIncident
    from builder.source.updates import WrittenUpdate


@dataclass(frozen=True, slots=True)
class MergeReading:
    """What is wrong with where an incident goes on, and the incidents that were looked at."""

    problems: tuple[Problem, ...] = ()
    references: tuple[str, ...] = ()


def check_merges(
    written: WrittenIncident, names: Names, root: Path, known: frozenset[str]
) -> MergeReading:
    """Check every ``merged_into`` of an incident against the files of the others."""
    merging = [one for one in written.updates if one.update.merged_into is not None]
    if not merging:
        return MergeReading()
    problems: list[Problem] = []
    references: dict[str, None] = {}
    for one in merging:
        chain = _chain(written.incident.id, one.update.merged_into or "", root, known)
        references.update(dict.fromkeys(chain))
        problems += _problems(one, written, names, root, known, chain)
    own = written.incident.id
    return MergeReading(tuple(problems), tuple(name for name in references if name != own))


def _problems(
    one: WrittenUpdate,
    written: WrittenIncident,
    names: Names,
    root: Path,
    known: frozenset[str],
    chain: Sequence[str],
) -> list[Problem]:
    target = one.update.merged_into or ""
    found: list[Problem] = []

    def add(code: str, message: str, mend: str) -> None:
        found.append(one.document.problem(code, ("merged_into",), message, mend))

    if one.update.status in ENDING:
        add(
            "merged-at-end",
            f"The incident goes on elsewhere, so its stage can't be {shown(one.update.status)}.",
            "Write the stage that it is in; the other incident will say when it is over.",
        )
    if target not in known:
        add(
            "unknown-incident",
            f"There is no incident {shown(target)}.",
            suggestion(target, sorted(known), longest_list=5) or "Write the name of its folder.",
        )
    elif written.incident.id in chain:
        add(
            "merged-in-circle",
            "The incident goes on in itself, directly or through others.",
            "Name the incident in which all of it goes on.",
        )
    elif names.readers is not None:
        limit = (
            one.update.audience if one.update.audience is not None else written.incident.audience
        )
        if not reaches(names, limit, _limit_of(target, names, root)):
            add(
                "merged-out-of-reach",
                f"Some who may read this update may not read {shown(target)}.",
                "Limit this update with `audience`, or widen the other incident.",
            )
    return found


def _chain(start: str, target: str, root: Path, known: frozenset[str]) -> list[str]:
    """Return the incidents that one goes on in, up to the last, or to the first seen again."""
    chain: list[str] = []
    waiting = [target]
    while waiting:
        name = waiting.pop()
        if name in chain or name not in known:
            continue
        chain.append(name)
        if name != start:
            waiting += _targets(name, root)
    return chain


def _targets(incident: str, root: Path) -> list[str]:
    folder = f"{INCIDENTS_FOLDER}/{incident}"
    try:
        files = sorted(os.listdir(os.path.join(root, folder)))
    except OSError:
        return []
    found = []
    for name in files:
        parts = split_name(name)
        if parts is None or parts[1] or name == INCIDENT_FILE:
            continue
        document = _document(root, f"{folder}/{name}", "merged_into")
        target = document.values.get("merged_into") if document else None
        if isinstance(target, str):
            found.append(target)
    return found


def _limit_of(incident: str, names: Names, root: Path) -> Limit:
    document = _document(root, f"{INCIDENTS_FOLDER}/{incident}/{INCIDENT_FILE}", "audience")
    words = document.values.get("audience") if document else None
    if words is None:
        return None
    listed = words if isinstance(words, list) else [words]
    found = (names.reader(word) for word in listed if isinstance(word, str))
    return frozenset(name for name in found if name is not None)


def _document(root: Path, path: str, key: str) -> Document | None:
    """Return the front matter of another incident's file, if it has the key; whatever is wrong
    with it is said where that incident is read."""
    source = read_text(root, path).source
    if source is None or key not in source.text:
        return None
    parts = split(source)
    return None if isinstance(parts, Problem) else read_document(source, parts.yaml, YAML_LINE)[0]
