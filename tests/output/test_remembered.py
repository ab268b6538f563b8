import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.output.remembered import RememberedIncident, RememberedRows, save_rows
from builder.views.types import IncidentRow
from tests.output.rows import START, remembered, remembered_incidents, row, texts
from tests.output.trees import facts_on_disk

ROWS = {
    "january": remembered(row("january")),
    "also-january": remembered(row("also-january")),
    "february": remembered(row("february", START + timedelta(seconds=1))),
    "hidden": remembered(None),
}


def _save(folder: Path, rows: Mapping[str, RememberedIncident]) -> RememberedRows:
    return RememberedRows(folder, save_rows(folder, rows, None))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(texts, remembered_incidents, max_size=5))
def test_what_comes_back_is_what_went_in(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[str, RememberedIncident]
) -> None:
    read = _save(tmp_path_factory.mktemp("rows"), rows)

    assert dict(read) == rows
    assert read.note == ""


def test_rows_lie_in_the_month_in_utc_in_which_they_began(tmp_path: Path) -> None:
    _save(tmp_path, ROWS)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["2024-01.json", "2024-02.json", "none.json"]


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    rows = RememberedRows(tmp_path / "nowhere", {"2024-01": "0" * 64})

    assert rows.note == ""
    assert dict(rows) == {}
    assert rows.note != ""


@pytest.mark.parametrize("reads", [True, False])
def test_only_the_month_that_changed_is_written(tmp_path: Path, reads: bool) -> None:
    read = _save(tmp_path, ROWS)
    before = facts_on_disk(tmp_path)
    changed = dict(read) | {"february": replace(ROWS["february"], digest="changed")}

    shards = save_rows(tmp_path, changed, read if reads else None)

    after = facts_on_disk(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {"2024-02.json"}
    assert dict(RememberedRows(tmp_path, shards)) == changed


def test_rows_that_are_the_same_objects_are_not_spelled_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _save(tmp_path, ROWS)
    spelled = []

    def spell(made: IncidentRow) -> list[object]:
        spelled.append(made.id)
        return []

    monkeypatch.setattr("builder.output.row_codec.encode_row", spell)

    save_rows(tmp_path, dict(read) | {"february": replace(read["february"])}, read)
    assert spelled == ["february"]
    save_rows(tmp_path, read, read)
    assert spelled == ["february"]


def test_a_month_that_lost_an_incident_or_its_last_one_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    read = _save(tmp_path, ROWS)
    kept = {key: each for key, each in read.items() if key not in ("january", "february")}

    shards = save_rows(tmp_path, kept, read)

    assert dict(RememberedRows(tmp_path, shards)) == kept
    assert not (tmp_path / "2024-02.json").exists()


@pytest.mark.parametrize("damage", ["cut", "another", "gone", "link"])
def test_a_damaged_month_is_forgotten_and_said_and_written_again(
    tmp_path: Path, damage: str
) -> None:
    shards = save_rows(tmp_path, ROWS, None)
    path = tmp_path / "2024-01.json"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    elif damage == "another":
        path.write_bytes((tmp_path / "2024-02.json").read_bytes())
    else:
        path.unlink()
    if damage == "link":
        path.symlink_to(tmp_path / "2024-02.json")
    read = RememberedRows(tmp_path, shards)

    assert sorted(read) == ["february", "hidden"]
    assert read.note == "Part of the memory is damaged; that part is built anew."
    without = RememberedRows(tmp_path, save_rows(tmp_path, read, read))
    assert (sorted(without), without.note) == (["february", "hidden"], "")
    shards = save_rows(tmp_path, dict(read) | ROWS, read)
    assert dict(RememberedRows(tmp_path, shards)) == ROWS


def test_a_month_whose_file_went_away_is_written_again(tmp_path: Path) -> None:
    read = _save(tmp_path, ROWS)
    same = dict(read)
    (tmp_path / "2024-01.json").unlink()

    shards = save_rows(tmp_path, same, read)

    assert dict(RememberedRows(tmp_path, shards)) == ROWS


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_of_cycles_is_left_as_it_was(tmp_path: Path, enabled: bool) -> None:
    rows = _save(tmp_path, ROWS)
    before = gc.isenabled()
    try:
        gc.enable() if enabled else gc.disable()
        assert len(rows) == 4
        assert gc.isenabled() is enabled
    finally:
        gc.enable() if before else gc.disable()
