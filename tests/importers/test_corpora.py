"""Real histories of seven pages: every file in or listed, checked, the same bytes again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.importers.cases import checked, read_files, run


@dataclass(frozen=True)
class History:
    """Where a corpus lies, how it is imported, and what must come out at least."""

    folder: str
    system: str
    time_zone: str | None
    posts: str
    incidents: int
    updates: int


HISTORIES = [
    History("jenkins", "cstate", "UTC", "content/issues", 297, 604),
    History("packit", "cstate", "UTC", "content/issues", 108, 199),
    History("cstate-examplesite/exampleSite", "cstate", "UTC", "content/issues", 11, 23),
    History("agrc-statuskit", "statuskit", "America/Denver", "site/content/incidents", 48, 112),
    History("statusfy-stencila", "statusfy", None, "content", 14, 31),
    History("statuspage-fixtures-crazymax", "statuspage", None, "", 4, 11),
    History("upptime-pwv", "upptime", None, "", 12, 22),
]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.folder.split("/")[0])
def test_real_history(history: History, corpus: Callable[[str], Path], tmp_path: Path) -> None:
    source = corpus(history.folder)
    first = run(history.system, source, tmp_path, history.time_zone)
    assert first.problems == ()
    assert (first.incidents, first.updates) == (history.incidents, history.updates)
    written = read_files(tmp_path)
    assert _unaccounted(source, written) == []
    posts = sorted((source / history.posts).glob("*.md")) if history.posts else []
    listed = [post for post in posts if f"`{history.posts}/{post.name}`: it" in written[REPORT]]
    assert not posts or first.incidents == len(posts) - len(listed)
    status, said = checked(tmp_path)
    assert status == 0, said
    assert said.count(": warning: ") <= 1
    second = run(history.system, source, tmp_path, history.time_zone)
    assert second == first
    assert read_files(tmp_path) == written


@pytest.mark.parametrize("history", HISTORIES[:5], ids=lambda history: history.folder.split("/")[0])
def test_no_word_is_lost(history: History, corpus: Callable[[str], Path], tmp_path: Path) -> None:
    """Every word of a body is in its updates, in the report, or was a label or a time."""
    source = corpus(history.folder)
    run(history.system, source, tmp_path, history.time_zone)
    written = read_files(tmp_path)
    lost = []
    for post in sorted((source / history.posts).glob("*.md")):
        body = re.split(
            r"^(?:---|\+\+\+)$", post.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE
        )[-1]
        folder = _folder(written, f"{history.posts}/{post.stem}")
        texts = [text for name, text in written.items() if name.startswith(f"{folder}/")]
        said = " ".join([*texts, written[REPORT]])
        kept = set(re.findall(r"[^\W_]+", said))
        words = [
            word
            for word in re.findall(r"[^\W_]+", re.sub(r"\{\{.*?\}\}", "", body))
            if word not in kept and word.lower() not in LABELS and not _is_of_a_time(word)
        ]
        if words:
            lost.append((post.name, words))
    assert lost == []


LABELS = frozenset(
    {
        *(
            "initial",
            "final",
            "closing",
            "close",
            "open",
            "opening",
            "issue",
            "incident",
            "message",
        ),
        *("maintenance", "start", "end", "of", "edit", "update", "updates", "updated", "resolved"),
        *("fixed", "investigating", "monitoring", "identified", "at", "on", "two", "three"),
        "strike",
    }
)


def _is_of_a_time(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(?:h\d\d|T\d+|th|st|Z)?|T\d+|UTC|Z|[A-Z][a-z]+", word))


REPORT = "import-report.md"


def _folder(written: dict[str, str], origin: str) -> str:
    for name, text in written.items():
        if name.endswith("/incident.md") and f"  id: {origin}\n" in text.replace('"', ""):
            return name.removesuffix("/incident.md")
    raise AssertionError(origin)


def _unaccounted(source: Path, written: dict[str, str]) -> list[str]:
    """Files of the source that the report does not name."""
    return [
        path.relative_to(source).as_posix()
        for path in sorted(source.rglob("*"))
        if path.is_file()
        and "_deleted" not in path.parts
        and f"`{path.relative_to(source).as_posix()}`" not in written[REPORT]
    ]
