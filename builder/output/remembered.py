"""What a build remembers of each incident, in files by month that are read when first asked for."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.output import checked_json
from builder.output.disk import read_if_there, write_whole
from builder.vocabulary.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from builder.output.row_codec import Instants
    from builder.views.types import IncidentRow
    from builder.views.understated import Worse

_UNDATED = "none"


@dataclass(frozen=True, slots=True)
class RememberedIncident:
    """What a build made of one incident.

    ``digest`` stands for all that it was made from. It holds from ``valid_from`` up to
    ``valid_until`` (seconds since 1970; ``None`` is without bound). ``references`` are ids of
    other incidents that it names, and ``p/<name>`` of pages, whoever may read that; ``leads_to``
    are those incidents that this reader finds named. ``row`` is ``None`` where the reader may read
    nothing of it. What ``warnings`` and ``worse`` tell its authors holds from
    ``told_from`` up to ``told_until``. ``code`` is the id by which programs know it.
    """

    digest: str
    valid_from: int | None
    valid_until: int | None
    references: tuple[str, ...]
    warnings: tuple[Problem, ...]
    row: "IncidentRow | None"
    told_from: int | None = None
    told_until: int | None = None
    worse: "tuple[Worse, ...]" = ()
    leads_to: tuple[str, ...] = ()
    code: str = ""


class RememberedRows(Mapping[str, RememberedIncident]):
    """Incidents by id, read from their files at the first question; in order of month.

    A file that is damaged counts as forgotten, and ``note`` says so from then on.
    """

    def __init__(self, folder: Path, shards: Mapping[str, str]) -> None:
        self.shards = shards
        self.note = ""
        self._folder = folder
        self._by_shard: dict[str, dict[str, RememberedIncident]] | None = None
        self._all: dict[str, RememberedIncident] = {}

    def __getitem__(self, incident: str) -> RememberedIncident:
        self._read()
        return self._all[incident]

    def __iter__(self) -> Iterator[str]:
        self._read()
        return iter(self._all)

    def __len__(self) -> int:
        self._read()
        return len(self._all)

    def is_as_read(self, shard: str, members: Mapping[str, RememberedIncident]) -> bool:
        """Say whether a file was read and holds exactly these objects."""
        found = (self._by_shard or {}).get(shard)
        return (
            found is not None
            and found.keys() == members.keys()
            and all(found[incident] is members[incident] for incident in members)
        )

    def _read(self) -> None:
        if self._by_shard is not None:
            return
        from builder.output.row_codec import Instants

        self._by_shard = {}
        instants = Instants()
        with _undisturbed():
            for shard, checksum in self.shards.items():
                try:
                    members = _read_shard(_path(self._folder, shard), checksum, instants)
                except (OSError, ValueError, TypeError, LookupError, OverflowError):
                    self.note = "Part of the memory is damaged; that part is built anew."
                    continue
                self._by_shard[shard] = members
                self._all.update(members)


def save_rows(
    folder: Path, rows: Mapping[str, RememberedIncident], previous: RememberedRows | None
) -> Mapping[str, str]:
    """Write the files whose content changed, remove the others' and return all with checksums.

    ``previous`` are rows as they were read from the same folder: what is still the same object is
    not spelled out again.

    Raises:
        OSError: the system refuses.
        ValueError: a row holds an instant that is not a whole second.
    """
    if rows is previous and not previous.note:
        return previous.shards
    shards = {}
    for shard, members in sorted(_by_month(rows).items()):
        path = _path(folder, shard)
        if previous is not None and previous.is_as_read(shard, members) and path.exists():
            shards[shard] = previous.shards[shard]
            continue
        content = checked_json.encode(_shard(members))
        shards[shard] = checked_json.checksum(content)
        if read_if_there(str(path)) != content:
            write_whole(str(path), content)
    for name in os.listdir(folder):
        if name.removesuffix(".json") not in shards:
            (folder / name).unlink()
    return shards


def _by_month(
    rows: Mapping[str, RememberedIncident],
) -> Mapping[str, dict[str, RememberedIncident]]:
    shards: dict[str, dict[str, RememberedIncident]] = {}
    for incident, remembered in rows.items():
        row = remembered.row
        shard = _UNDATED if row is None else f"{row.began.year:04}-{row.began.month:02}"
        shards.setdefault(shard, {})[incident] = remembered
    return shards


def _read_shard(path: Path, checksum: str, instants: "Instants") -> dict[str, RememberedIncident]:
    data = read_if_there(str(path))
    if data is None or checked_json.checksum(data) != checksum:
        raise checked_json.DamagedError
    content = checked_json.decode(data)
    made = [_decode(each, instants) for each in content["made"]]
    return {key: made[number] for key, number in content["keys"].items()}


def _shard(members: Mapping[str, RememberedIncident]) -> dict[str, Any]:
    """Spell out what was made, once where several readers have the same."""
    numbers: dict[int, int] = {}
    made: list[RememberedIncident] = []
    keys = {}
    for key, each in members.items():
        number = numbers.setdefault(id(each), len(made))
        if number == len(made):
            made.append(each)
        keys[key] = number
    return {"made": [_encode(each) for each in made], "keys": keys}


def _path(folder: Path, shard: str) -> Path:
    return folder / f"{shard}.json"


def _encode(remembered: RememberedIncident) -> list[Any]:
    from builder.output.row_codec import encode_row

    row = remembered.row
    return [
        remembered.digest,
        remembered.valid_from,
        remembered.valid_until,
        remembered.references,
        [encode_problem(problem) for problem in remembered.warnings],
        None if row is None else encode_row(row),
        remembered.told_from,
        remembered.told_until,
        [_encode_worse(each) for each in remembered.worse],
        remembered.leads_to,
        remembered.code,
    ]


def _decode(content: list[Any], instants: "Instants") -> RememberedIncident:
    from builder.output.row_codec import decode_row

    digest, valid_from, valid_until, references, warnings, row, *told = content
    told_from, told_until, worse, leads_to, code = told
    return RememberedIncident(
        digest,
        valid_from,
        valid_until,
        tuple(references),
        tuple(map(decode_problem, warnings)),
        None if row is None else decode_row(row, instants),
        told_from,
        told_until,
        tuple(map(_decode_worse, worse)),
        tuple(leads_to),
        code,
    )


def _encode_worse(worse: "Worse") -> list[Any]:
    return [worse.incident, worse.component, worse.state.value, worse.readers, worse.update]


def _decode_worse(content: list[Any]) -> "Worse":
    from builder.views.understated import Worse
    from builder.vocabulary.statuses import State

    incident, component, state, readers, update = content
    return Worse(incident, component, State(state), tuple(readers), update)


def encode_problem(problem: Problem) -> list[Any]:
    """Return a problem as what JSON can hold."""
    place = problem.place
    return [
        place.path,
        place.line,
        place.column,
        problem.code,
        problem.message,
        problem.mend,
        problem.severity.value,
        problem.excerpt,
    ]


def decode_problem(content: list[Any]) -> Problem:
    """Return the problem that ``encode_problem`` took apart.

    Raises:
        ValueError, TypeError: it is none.
    """
    path, line, column, code, message, mend, severity, excerpt = content
    place = Place(path, line, column)
    return Problem(place, code, message, mend, Severity(severity), excerpt)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of cycles away: nothing here has one, and looking doubles the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
