"""The second build: what is held against it, and what it says."""

from pathlib import Path

import pytest

from builder.publish.leak_check import (
    MISSING,
    OTHER_BYTES,
    OTHER_MODE,
    TOO_MUCH,
    Difference,
    leak_check,
)
from tests.build.sites import NOW, built, incident, lay, put, update


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = lay(tmp_path / "source")
    words = "Words.\n\n::: executives\nSecret.\n:::"
    incident(root, "slow", u1=update("investigating", "14:05", words))
    incident(root, "hidden", "title: Hidden\naudience: technical", u1=update("resolved", "14:06"))
    assert not built(root, tmp_path / "out", tmp_path / "cache").failed
    return root


def differences(source: Path) -> tuple[Difference, ...]:
    folder = source.parent
    checked = leak_check(source, folder / "out/public", NOW, folder / "scratch")
    assert checked.problems == ()
    assert checked.passed is not bool(checked.differences)
    return checked.differences


def test_a_tree_without_a_leak_passes_again_and_again(source: Path) -> None:
    assert differences(source) == ()
    assert differences(source) == ()


def test_each_kind_of_difference_is_named(source: Path) -> None:
    public = source.parent / "out/public"
    (public / "maintenance.html").unlink()
    (public / "extra.html").write_text("more", encoding="utf-8")
    (public / "index.html").write_text("other", encoding="utf-8")
    (public / "404.html").chmod(0o600)
    assert differences(source) == (
        Difference("404.html", OTHER_MODE),
        Difference("extra.html", MISSING),
        Difference("index.html", OTHER_BYTES),
        Difference("maintenance.html", TOO_MUCH),
    )


def test_a_link_is_no_file_of_the_same_bytes(source: Path) -> None:
    page = source.parent / "out/public/index.html"
    page.rename(page.with_name("moved"))
    page.symlink_to("moved")
    assert Difference("index.html", OTHER_BYTES) in differences(source)


def test_the_copy_follows_the_sources(source: Path) -> None:
    assert differences(source) == ()
    incident(source, "other", u1=update("investigating", "14:10", "More.\n\n::: business\nx\n:::"))
    (source / "incidents/slow/incident.md").unlink()
    (source / "incidents/slow/1.md").unlink()
    (source / "incidents/slow").rmdir()
    folder = source.parent
    assert not built(source, folder / "out", folder / "cache").failed
    assert differences(source) == ()
    assert not (folder / "scratch/sources/incidents/slow").exists()


def test_what_can_not_be_taken_apart_is_a_problem_at_its_place(source: Path) -> None:
    path = put(source, "incidents/slow/1.md", "---\nstatus: !x y\n---\n")
    folder = source.parent
    checked = leak_check(source, folder / "out/public", NOW, folder / "scratch")
    assert not checked.passed
    assert [problem.code for problem in checked.problems] == ["not-stripped"]
    assert checked.problems[0].place.path == str(path.relative_to(source))


def test_a_site_that_is_none_without_its_private_parts_is_a_problem(source: Path) -> None:
    put(source, "site_src/components.yml", "groups: []\n")
    front = "title: Slow\nkind: maintenance"
    incident(source, "slow", front, u1=update("scheduled", "14:05", "::: business\nx\n:::"))
    folder = source.parent
    checked = leak_check(source, folder / "out/public", NOW, folder / "scratch")
    assert {problem.code for problem in checked.problems} == {"not-built-without-private-parts"}
    assert not any(problem.excerpt for problem in checked.problems)


def test_what_is_said_holds_no_word_of_a_page(source: Path) -> None:
    (source.parent / "out/public/index.html").write_text("Secret.", encoding="utf-8")
    assert "Secret" not in "".join(map(str, differences(source)))
