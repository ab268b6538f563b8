import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.output.checked_json import decode, encode
from builder.output.memory import FileStamp, Memory, Written, is_fresh, load, save
from builder.output.remembered import RememberedRows
from tests.output.rows import remembered, row

SECOND = 1_000_000_000
MEMORY = Memory(
    fingerprint="this program",
    sources={"incidents/a/b.md": FileStamp(12, 1_700_000_000_123_456_789, 2**40, "ab" * 32)},
    rows={"a": remembered(row("a")), "b": remembered(None)},
    outputs={
        "/srv/dist/public": {"index.html": Written("key", "cd" * 32, 99, 1_700_000_000_987_654_321)}
    },
    state={"next": 1_700_000_000, "warnings": "[]", "until": None},
    read_ns=1_700_000_001_000_000_001,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".tocsin" / "memory"


def test_what_was_saved_is_loaded(folder: Path) -> None:
    assert save(folder, MEMORY) == ""

    loaded = load(folder, "this program")

    assert replace(loaded.memory, rows=dict(loaded.memory.rows)) == MEMORY
    assert loaded.note == ""


def test_without_a_memory_there_is_nothing_to_say(folder: Path) -> None:
    assert load(folder, "this program").memory == Memory("this program")
    folder.mkdir(parents=True, mode=0o700)
    assert load(folder, "this program").memory == Memory("this program")
    assert load(folder, "this program").note == ""


def test_only_its_owner_may_see_it(folder: Path) -> None:
    before = os.umask(0)
    try:
        save(folder, MEMORY)
    finally:
        os.umask(before)

    for path in (folder.parent, *folder.parent.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def _cut_short(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:-20])


def _one_byte_changed(index: Path) -> None:
    index.write_bytes(index.read_bytes().replace(b"1700000000123456789", b"1700000000123456788"))


def _pickled(index: Path) -> None:
    index.write_bytes(b"\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00N.")


def _writable_by_others(index: Path) -> None:
    index.parent.chmod(0o770)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_cut_short, "is damaged"),
        (_one_byte_changed, "is damaged"),
        (_pickled, "is damaged"),
        (_writable_by_others, "can be written by others"),
    ],
)
def test_a_memory_that_can_t_be_believed_is_none_and_is_said(
    folder: Path, damage: Callable[[Path], None], words: str
) -> None:
    save(folder, MEMORY)
    damage(folder / "index.json")

    loaded = load(folder, "this program")

    assert loaded.memory == Memory("this program")
    assert loaded.note == f"The memory in {folder} {words}; everything is built anew."
    assert save(folder, MEMORY) == ""
    assert load(folder, "this program").note == ""


def test_a_memory_of_another_user_is_neither_read_nor_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(folder, MEMORY)
    monkeypatch.setattr("os.geteuid", lambda: 12345)

    loaded = load(folder, "this program")

    assert loaded.memory == Memory("this program")
    assert "belongs to another user" in loaded.note
    assert "can't be written" in save(folder, replace(MEMORY, read_ns=5))
    monkeypatch.undo()
    assert load(folder, "this program").memory.read_ns == MEMORY.read_ns


def test_a_memory_of_another_program_is_none_and_is_said(folder: Path) -> None:
    save(folder, MEMORY)

    loaded = load(folder, "another program")

    assert loaded.memory == Memory("another program")
    assert loaded.note == ("The memory is of another version or theme; everything is built anew.")


def test_an_index_of_another_form_is_damaged(folder: Path) -> None:
    save(folder, MEMORY)
    whole = decode((folder / "index.json").read_bytes())
    others: tuple[object, ...] = ([], {}, whole | {"format": 2}, {"format": 1}, None)
    for content in others:
        (folder / "index.json").write_bytes(encode(content))
        assert "is damaged" in load(folder, "this program").note


def test_a_damaged_month_is_said_once_it_was_asked_for(folder: Path) -> None:
    save(folder, MEMORY)
    (folder / "rows" / "2024-01.json").write_text("")
    loaded = load(folder, "this program")

    assert loaded.memory.sources == MEMORY.sources
    assert loaded.note == ""
    assert list(loaded.memory.rows) == ["b"]
    assert loaded.note == "Part of the memory is damaged; that part is built anew."


def test_where_it_can_t_be_saved_a_line_says_so(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file")

    assert save(folder, MEMORY).startswith(f"The memory in {folder} can't be written (")


def test_a_save_that_was_broken_off_leaves_the_index_and_a_draft_is_no_hindrance(
    folder: Path,
) -> None:
    save(folder, MEMORY)
    (folder / "index.json.new").write_text("half")

    assert load(folder, "this program").memory.sources == MEMORY.sources
    assert save(folder, MEMORY) == ""
    assert not (folder / "index.json.new").exists()


def test_rows_are_saved_again_as_they_were_loaded(folder: Path) -> None:
    save(folder, MEMORY)
    first = load(folder, "this program").memory
    assert isinstance(first.rows, RememberedRows)

    save(folder, replace(first, state={}), first)

    again = load(folder, "this program").memory
    assert dict(again.rows) == MEMORY.rows
    assert again.state == {}


class TestIsFresh:
    """A source is believed unread only where it can't have changed since it was read."""

    READ = 1_700_000_000_500_000_000
    STAMP = FileStamp(10, READ - 1, 7, "")

    def test_a_file_from_before_the_reading(self) -> None:
        assert is_fresh(self.STAMP, self.STAMP, self.READ)

    @pytest.mark.parametrize("change", [{"size": 11}, {"mtime_ns": READ - 2}, {"inode": 8}])
    def test_any_other_fact(self, change: dict[str, int]) -> None:
        assert not is_fresh(self.STAMP, replace(self.STAMP, **change), self.READ)  # type: ignore[arg-type]

    def test_a_file_from_the_tick_of_the_reading_or_later(self) -> None:
        for later in (0, 1, SECOND):
            stamp = replace(self.STAMP, mtime_ns=self.READ + later)
            assert not is_fresh(stamp, stamp, self.READ)

    def test_whole_seconds_may_hide_two_of_them(self) -> None:
        stamp = replace(self.STAMP, mtime_ns=1_700_000_000 * SECOND)
        assert not is_fresh(stamp, stamp, stamp.mtime_ns + 2 * SECOND)
        assert is_fresh(stamp, stamp, stamp.mtime_ns + 2 * SECOND + 1)

    def test_without_a_moment_nothing_is(self) -> None:
        assert not is_fresh(self.STAMP, self.STAMP, 0)


def test_the_index_is_read_without_any_library_or_view(root: Path, folder: Path) -> None:
    save(folder, MEMORY)
    program = (
        "import sys; from pathlib import Path; from builder.output.memory import load\n"
        "assert load(Path(sys.argv[1]), 'this program').memory.sources\n"
        "heavy = ('builder.views', 'builder.render', 'builder.source', 'jinja2', 'yaml',\n"
        "  'pydantic', 'markdown_it', 'feedgen', 'logging', 'importlib.metadata', 'shutil')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program, str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
