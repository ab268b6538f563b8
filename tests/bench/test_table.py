"""The table of figures: which bounds hold, and where it is kept."""

from pathlib import Path

import pytest

from tests.bench.bucket import Sent
from tests.bench.measure import Run, RunFailed, run, typical
from tests.bench.opening import Opening
from tests.bench.previewing import Previewing
from tests.bench.report import BEGIN, END, write_report
from tests.bench.rounds import Readers, Size
from tests.bench.table import Row, as_markdown, rows


def size(incidents: int, cold: float, memory: float = 50) -> Size:
    def took(seconds: float) -> Run:
        return Run(seconds, seconds, memory)

    return Size(incidents, took(1), took(cold), took(0.05), took(0.2))


def missed(*sizes: Size, help_printed: float = 0.1) -> list[str]:
    found = rows(sizes, Run(help_printed, help_printed, 10))
    return [row.what for row in found if row.missed]


def test_what_holds_is_not_missed() -> None:
    assert missed(size(100, 3), size(1_000, 1.2), size(10_000, 13)) == []


def test_what_is_missed_is_named() -> None:
    assert missed(size(1_000, 1.4)) == ["1,000 incidents: cold to floor"]
    assert missed(size(1_000, 0.6)) == ["1,000 incidents: one update changed to cold"]
    assert missed(size(1_000, 0.4)) == [
        "1,000 incidents: nothing changed to cold",
        "1,000 incidents: one update changed to cold",
    ]
    assert missed(size(1_000, 1), size(10_000, 11.1)) == ["cold, 10,000 to 1,000"]
    assert missed(size(1_000, 1, memory=81)) == ["1,000 incidents: peak memory"]
    assert missed(size(10_000, 1, memory=201)) == ["10,000 incidents: peak memory"]
    assert missed(size(100, 1, memory=300), help_printed=0.16) == ["a command that prints help"]


def test_private_readers_are_held_against_the_public_tree_alone() -> None:
    def found(cold: float, changed: float) -> list[str]:
        one = Run(1, 1, 50)
        readers = Readers(1_000, 20, one, one, Run(cold, cold, 90), Run(changed, changed, 90))
        return [row.what for row in rows([], Run(0.1, 0.1, 10), readers) if row.missed]

    name = "1,000 incidents, 6 audiences, 20 accounts"
    assert found(3.5, 3) == []
    assert found(3.6, 3.1) == [
        f"{name}: cold, to the public tree alone",
        f"{name}: one update changed, to the public tree alone",
    ]


def test_a_preview_is_held_against_its_bound() -> None:
    found = rows([], Run(0.1, 0.1, 10), previewing=Previewing(1_000, 0.051, 0.049))
    assert [row.what for row in found if row.missed] == [
        "1,000 incidents, preview: an update saved to its page made"
    ]


def test_the_table() -> None:
    table = as_markdown(tuple(rows([size(1_000, 1.4)], Run(0.1, 0.1, 10))))
    assert "| 1,000 incidents: cold to floor | 1.40 x | 1.3 x | missed; 1.40 s" in table
    assert "| a command that prints help | 0.100 s | 0.15 s |  |" in table


def test_the_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    write_report(page, "| new |\n")
    write_report(page, "| new |\n")
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{BEGIN}\nMeasured with Python ")
    assert text.endswith(f"\n\n| new |\n{END}\nAfter.\n")
    assert "old" not in text


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Words.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no line"):
        write_report(page, "| new |\n")
    assert page.read_text(encoding="utf-8") == "Words.\n"


def test_a_run_is_a_process_of_its_own() -> None:
    large = run("-c", "x = bytearray(400_000_000)").memory
    assert large > 380
    assert run("-c", "pass").memory < large - 100


def test_a_run_that_fails_is_told() -> None:
    with pytest.raises(RunFailed, match="no such thing"):
        run("-c", "raise SystemExit('no such thing')")


def test_the_typical_run() -> None:
    runs = [Run(1, 2, 3), Run(9, 8, 7), Run(2, 3, 1)]
    assert typical(runs) == Run(2, 3, 7)


def test_an_index_that_opens_late_is_missed() -> None:
    def found(shown: float) -> list[str]:
        help_printed = Run(0.1, 0.1, 10)
        made = rows([], help_printed, opening=Opening(shown, painted=0.2))
        return [row.what for row in made if row.missed]

    assert found(0.1) == []
    assert found(0.11) == ["a sealed index of 100 kB: arrived to opened"]


def test_a_publish_that_sends_more_than_what_changed_is_missed() -> None:
    def found(sent: int) -> list[Row]:
        published = Sent(1_000, 70, sent, 400_000, 28, 2_000_000)
        return list(rows([], Run(0.1, 0.1, 10), sent=published))

    assert not any(row.missed for row in found(2_400_000))
    assert [row.missed for row in found(2_400_001)] == [False, True, False]
    assert found(2_400_000)[0].detail == "70 requests for 28 files"
    assert found(2_400_000)[1].detail == "2,400 kB sent, 400 kB received"
