"""From ``record`` in ``site.yml`` to the record; where nothing is said, it lies in the cache."""

from collections.abc import Mapping
from pathlib import Path

from builder.model.publishing import RecordPlace, RecordType
from builder.publish.record import Record

FOLDER = "record"
"""The folder of the record in the cache."""


def open_record(
    place: RecordPlace | None,
    source: Path,
    cache: Path,
    environment: Mapping[str, str],
    *,
    sources_public: bool,
) -> Record:
    """Return the record. Paths are relative to the folder of the sources; children get
    ``environment``."""
    if place is None:
        return Record(cache / FOLDER)
    if place.type is RecordType.DIRECTORY:
        return Record(source / place.path, lasts=True)
    from builder.publish.record_branch import RecordBranch

    branch = RecordBranch(
        place, source, cache / f"{FOLDER}-branch", environment, sources_public=sources_public
    )
    return Record(cache / FOLDER, branch, lasts=True)
