"""The record is only added to, and outlives a crash in the middle of a line."""

from pathlib import Path

from builder.publish.record import LOG, Held, Record
from tests.build.sites import NOW

HELD = Held("digest", "commit", ("one/1", "two/1"))


def test_what_was_noted_is_known(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    assert record.held("live") is None
    assert list(record.lines()) == []
    record.note("live", HELD, NOW, 3, 1)
    assert Record(tmp_path / "record").held("live") == HELD
    assert Record(tmp_path / "record").held("copy") is None


def test_lines_are_added(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.note("live", HELD, NOW, 3, 1)
    record.note("copy", HELD, NOW, 2, 0)
    assert [(line.target, line.written, line.removed) for line in record.lines()] == [
        ("live", 3, 1),
        ("copy", 2, 0),
    ]


def test_half_a_line_is_none(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.note("live", HELD, NOW, 3, 1)
    with (tmp_path / LOG).open("a", encoding="utf-8") as log:
        log.write('{"at":"2026')
    assert len(list(record.lines())) == 1


def test_a_damaged_file_is_not_believed(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.note("live", HELD, NOW, 3, 1)
    (tmp_path / "live.json").write_text("{}", encoding="utf-8")
    assert record.held("live") is None


def test_where_a_target_begins_is_noted_once(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    assert not record.is_kept
    record.begin("live", NOW, late=False)
    record.begin("live", NOW, late=True)
    assert [(each.target, each.late) for each in record.beginnings()] == [("live", False)]
    assert record.is_kept
