"""``import-record.json``: what was imported from where, so that the next import knows it again.

It holds digests and never words, so that a text that is taken out here later stands nowhere else.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FILE_NAME = "import-record.json"
_FORMAT = 1
_OPENING = 40
"""Characters at the beginning of a text that tell it from others."""


@dataclass(frozen=True, slots=True)
class RecordedUpdate:
    """An update as it was imported last.

    ``text``, ``length`` and ``opening`` describe its anchor: digest of the whole, its number of
    characters, digest of its beginning (empty where it is shorter). ``file`` is the digest of the
    file that was written.
    """

    name: str
    at: str
    role: str = ""
    source_id: str = ""
    text: str = ""
    length: int = 0
    opening: str = ""
    file: str = ""
    embargo: bool = False


@dataclass(frozen=True, slots=True)
class RecordedIncident:
    """An incident as it was imported last. ``retired`` are names that are never used again."""

    folder: str
    file: str
    updates: tuple[RecordedUpdate, ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """All that was imported, by system, then by place in its source."""

    systems: Mapping[str, Mapping[str, RecordedIncident]] = field(default_factory=dict)

    def of(self, system: str) -> Mapping[str, RecordedIncident]:
        """What was imported from one system."""
        return self.systems.get(system, {})

    def folders_of_others(self, system: str) -> frozenset[str]:
        """Folders that come from other systems."""
        return frozenset(
            incident.folder
            for name, incidents in self.systems.items()
            if name != system
            for incident in incidents.values()
        )


class RecordError(ValueError):
    """The record can't be read."""


def digest(text: str) -> str:
    """Return the digest of a file's text, or of a source's."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def essence(text: str) -> str:
    """Return what two writings of one text share, whatever their blanks and Unicode form."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def opening_of(text: str) -> str:
    """Return the digest of a text's beginning, empty where it is too short to tell."""
    return digest(text[:_OPENING]) if len(text) >= _OPENING else ""


def recorded(
    name: str, at: str, role: str, source_id: str, anchor: str, file: str, *, embargo: bool
) -> RecordedUpdate:
    """Describe an update for the record."""
    text = essence(anchor)
    return RecordedUpdate(
        name, at, role, source_id, digest(text) if text else "", len(text), opening_of(text),
        file, embargo,
    )  # fmt: skip


def write_record(record: Record) -> str:
    """Return the file's text."""
    systems = {
        system: {source: _plain(incident) for source, incident in sorted(incidents.items())}
        for system, incidents in sorted(record.systems.items())
    }
    document = {"format": _FORMAT, "systems": systems}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_record(text: str) -> Record:
    """Read the file's text.

    Raises:
        RecordError: it is no record, or one of another format.
    """
    try:
        document = json.loads(text)
        if document["format"] != _FORMAT:
            raise RecordError(f"it has format {document['format']}")
        systems = {
            system: {source: _incident(values) for source, values in incidents.items()}
            for system, incidents in document["systems"].items()
        }
    except RecordError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RecordError("it is damaged") from error
    return Record(systems)


def _plain(incident: RecordedIncident) -> dict[str, Any]:
    empty = asdict(RecordedUpdate("", ""))
    values = asdict(incident)
    values["updates"] = [
        {key: value for key, value in asdict(update).items() if value != empty[key]}
        for update in incident.updates
    ]
    return values


def _incident(values: dict[str, Any]) -> RecordedIncident:
    return RecordedIncident(
        folder=str(values["folder"]),
        file=str(values["file"]),
        updates=tuple(RecordedUpdate(**update) for update in values["updates"]),
        retired=tuple(str(name) for name in values["retired"]),
    )
