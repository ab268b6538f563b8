"""Histories that are built to be measured: always the same, varied, and right."""

from pathlib import Path
from random import Random
from statistics import mean

from builder.cli.main import main
from tests.bench.histories import COMPONENTS, GROUPS, files, newest_update, write_history
from tests.bench.prose import body


def test_a_history_is_always_the_same() -> None:
    assert list(files(20)) == list(files(20))


def test_the_number_of_incidents_and_updates() -> None:
    paths = [path for path, _ in files(300)]
    assert len(set(paths)) == len(paths)
    folders = {path.split("/")[1] for path in paths if path.startswith("incidents/")}
    assert len(folders) == 300
    updates = [path for path in paths if "/20" in path and not path.endswith("/incident.md")]
    assert 3.5 < len(updates) / 300 < 4.5


def test_twelve_components_in_three_groups() -> None:
    assert len(GROUPS) == 3
    assert len(set(COMPONENTS)) == 12


def test_bodies_are_of_varied_length_and_kind() -> None:
    random = Random(1)
    bodies = [body(random) for _ in range(1_000)]
    lengths = [len(text) for text in bodies]
    assert min(lengths) < 80
    assert 2_000 < max(lengths) <= 3_200
    assert 350 < mean(lengths) < 700
    for mark in ("\n- ", "\n1. ", "](https://", "`", "**", "*not*", "\n```\n", "\n> ", "\n## "):
        assert any(mark in text for text in bodies), mark


def test_a_history_has_no_mistakes(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    write_history(folder, 15)
    with newest_update(folder).open("a", encoding="utf-8") as update:
        update.write("\nOne sentence more.\n")
    assert main(["check", "--source", str(folder)]) == 0


def test_private_words_change_nothing_that_everyone_reads(tmp_path: Path) -> None:
    public, private = dict(files(300)), dict(files(300, 20))
    assert list(files(300, 20)) == list(files(300, 20))
    assert all(private[path].startswith(text) for path, text in public.items())
    told = [path for path, text in public.items() if private[path] != text]
    assert len({path.split("/")[1] for path in told}) > 50
    assert sum(path.startswith("site_src/accounts/") for path in private) == 20
    folder = tmp_path / "history"
    write_history(folder, 15, 3)
    assert main(["check", "--source", str(folder)]) == 0
