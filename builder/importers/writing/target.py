"""The folder that is imported into: what stands there now, and writing to it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.importers.writing import record
from builder.importers.writing.record import Record, RecordError

SITE = "site_src/site.yml"
COMPONENTS = "site_src/components.yml"
REPORT = "import-report.md"


@dataclass(frozen=True, slots=True)
class Target:
    """What the folder holds: files of ``incidents/`` by path below the folder, as text."""

    site: str | None = None
    components: str | None = None
    record: Record = field(default_factory=Record)
    files: Mapping[str, str] = field(default_factory=dict)

    def folders(self) -> frozenset[str]:
        """Names of the folders of incidents."""
        return frozenset(path.split("/")[1] for path in self.files)


class TargetError(Exception):
    """The folder can't be imported into: path of the file at fault, and what is wrong."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def read_target(into: Path) -> Target:
    """Read what an import needs to know of the folder, which may be absent.

    Raises:
        TargetError: a file that is needed can't be read, or the folder is none.
    """
    if into.exists() and not into.is_dir():
        raise TargetError(str(into), "is no folder.")
    written = _text(into / record.FILE_NAME)
    try:
        known = record.read_record(written) if written is not None else Record()
    except RecordError as error:
        raise TargetError(record.FILE_NAME, f"The record of earlier imports: {error}.") from error
    files = {}
    for path in sorted((into / "incidents").glob("*/*.md")):
        text = _text(path)
        if text is not None:
            files[path.relative_to(into).as_posix()] = text
    return Target(_text(into / SITE), _text(into / COMPONENTS), known, files)


def write_target(into: Path, files: Mapping[str, str], removed: tuple[str, ...]) -> None:
    """Write files, the record last, each whole or not at all; take removed ones away.

    Raises:
        OSError: the disk refuses.
    """
    order = sorted(files, key=lambda path: (path == record.FILE_NAME, path == REPORT, path))
    for path in order:
        if path == record.FILE_NAME:
            for gone in removed:
                (into / gone).unlink(missing_ok=True)
        place = into / path
        content = files[path].encode("utf-8")
        if place.is_file() and not place.is_symlink() and place.read_bytes() == content:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        staged = place.with_name(f".{place.name}.new")
        staged.write_bytes(content)
        os.replace(staged, place)


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TargetError(str(path), f"can't be read: {error.strerror or error}.") from error
