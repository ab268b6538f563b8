"""What an import writes, from what was read and what stands there already. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from builder.importers.reading.history import ImportedIncident, ListedFile, Reading
from builder.importers.text.markdown_text import LONGEST_BODY
from builder.importers.writing.documents import incident_text, update_text
from builder.importers.writing.matching import match_updates
from builder.importers.writing.names import folder_names
from builder.importers.writing.record import (
    Record,
    RecordedIncident,
    RecordedUpdate,
    digest,
    recorded,
)
from builder.importers.writing.target import Target
from builder.importers.writing.update_names import update_names
from builder.vocabulary.times import iso


@dataclass(frozen=True, slots=True)
class Plan:
    """Files of ``incidents/`` to write and to remove, by path; and what is to be said of it.

    ``folders`` are the incidents' folders by source. ``kept`` are files that were edited or removed
    here since the last import and stay so. ``unmatched`` are names of updates that the source had
    and that no update of it is now. ``gone`` are sources that are no longer there.
    """

    files: Mapping[str, str]
    removed: tuple[str, ...]
    record: Record
    folders: Mapping[str, str]
    listed: tuple[ListedFile, ...] = ()
    kept: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    updates: int = 0
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Draft:
    """The plan while it is made."""

    target: Target
    force: bool
    files: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)

    def write(self, path: str, text: str, before: str) -> None:
        """Write a file unless it was edited here; ``before`` is the digest of the last import."""
        present = self.target.files.get(path)
        edited = digest(present) != before if present is not None else bool(before)
        if edited and present != text and not self.force:
            self.kept.append(path)
        else:
            self.files[path] = text

    def remove(self, path: str, before: str) -> None:
        """Remove a file unless it was edited here."""
        present = self.target.files.get(path)
        if present is None:
            return
        if digest(present) == before or self.force:
            self.removed.append(path)
        else:
            self.kept.append(path)


def make_plan(
    reading: Reading, target: Target, ids: Mapping[str, str], now: datetime, *, force: bool
) -> Plan:
    """Decide what to write. ``ids`` are the ids of components by key."""
    fitting, listed = _fitting(reading)
    known = target.record.of(reading.system)
    folders = folder_names(
        {incident.source: incident.stem for incident in fitting},
        {source: incident.folder for source, incident in known.items()},
        target.record.folders_of_others(reading.system) | _strange_folders(target, fitting, known),
    )
    draft = _Draft(target, force)
    entries: dict[str, RecordedIncident] = dict(known)
    remarks = {}
    for incident in fitting:
        entry, said = _write_incident(
            draft, reading.system, incident, folders[incident.source],
            known.get(incident.source), ids, now,
        )  # fmt: skip
        entries[incident.source] = entry
        remarks[incident.source] = said
    present = {incident.source for incident in reading.incidents}
    systems = {**target.record.systems, reading.system: entries}
    return Plan(
        files=draft.files,
        removed=tuple(draft.removed),
        record=Record(systems),
        folders=folders,
        listed=listed,
        kept=tuple(sorted(draft.kept)),
        unmatched=tuple(sorted(draft.unmatched)),
        gone=tuple(sorted(set(known) - present)),
        updates=sum(len(incident.updates) for incident in fitting),
        remarks=remarks,
    )


def _fitting(reading: Reading) -> tuple[tuple[ImportedIncident, ...], tuple[ListedFile, ...]]:
    """Part the incidents from those that hold a text that is too long to be one update's."""
    fitting = []
    listed = []
    for incident in reading.incidents:
        longest = max(len(update.body.encode()) for update in incident.updates)
        if longest > LONGEST_BODY:
            listed.append(ListedFile(incident.source, "an update of it is longer than 32 KiB"))
        else:
            fitting.append(incident)
    return tuple(fitting), tuple(listed)


def _strange_folders(
    target: Target, incidents: tuple[ImportedIncident, ...], known: Mapping[str, RecordedIncident]
) -> frozenset[str]:
    """Folders that no import is known to have made, but for those that an interrupted one left."""
    ours = {incident.folder for incident in known.values()}
    begun = {f"\n  id: {incident.origin_id}\n" for incident in incidents}
    begun |= {f'\n  id: "{incident.origin_id}"\n' for incident in incidents}

    def is_begun(folder: str) -> bool:
        text = target.files.get(f"incidents/{folder}/incident.md")
        return text is None or any(mark in text for mark in begun)

    return frozenset(name for name in target.folders() if name not in ours and not is_begun(name))


def _write_incident(
    draft: _Draft, system: str, incident: ImportedIncident, folder: str,
    known: RecordedIncident | None, ids: Mapping[str, str], now: datetime,
) -> tuple[RecordedIncident, tuple[str, ...]]:  # fmt: skip
    before = known or RecordedIncident(folder, "")
    pairs = match_updates(before.updates, incident.updates)
    lost = [old for place, old in enumerate(before.updates) if place not in pairs.values()]
    path = f"incidents/{folder}"
    own = {old.name.lower() for old in before.updates}
    others = {
        name.removeprefix(f"{path}/").removesuffix(".md").split(".")[0].lower()
        for name in draft.target.files
        if name.startswith(f"{path}/")
    }
    taken = {"incident", *(name.lower() for name in before.retired), *own}
    if known:
        taken |= others
    names = update_names(
        incident.updates,
        {new: before.updates[old].name for new, old in pairs.items()},
        taken,
    )
    text = incident_text(incident, system, ids)
    draft.write(f"{path}/incident.md", text, before.file)
    entries: list[RecordedUpdate] = []
    remarks = list(incident.remarks)
    for place, (name, update) in enumerate(zip(names, incident.updates, strict=True)):
        old = before.updates[pairs[place]] if place in pairs else RecordedUpdate(name, "")
        ahead = update.at > now
        if ahead:
            remarks.append(f"`{name}` lies ahead of the clock; it has `embargo: true`.")
        written = update_text(update, ids, embargo=ahead or old.embargo)
        draft.write(f"{path}/{name}.md", written, old.file)
        entries.append(
            recorded(
                name,
                iso(update.at),
                update.role,
                update.source_id,
                update.anchor,
                digest(written),
                embargo=ahead or old.embargo,
            )
        )
    for old in lost:
        draft.remove(f"{path}/{old.name}.md", old.file)
        draft.unmatched.append(f"{folder}/{old.name}")
    retired = tuple(sorted({*before.retired, *(old.name for old in lost)}))
    entry = RecordedIncident(folder, digest(text), tuple(entries), retired)
    return replace(entry), tuple(dict.fromkeys(remarks))
