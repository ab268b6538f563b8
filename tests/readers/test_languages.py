"""A language that is switched on later brings feeds of its own, and changes no other."""

from pathlib import Path

import feedparser

from tests.build.sites import built, incident, lay, put, update


def ids(path: Path) -> list[str]:
    return [entry.id for entry in feedparser.parse(path.read_bytes()).entries]


def everything(public: Path) -> dict[str, bytes]:
    return {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file()
    }


def test_a_language_that_is_taken_out_takes_its_own_files_along_and_nothing_else(
    tmp_path: Path,
) -> None:
    root, out = lay(tmp_path / "site"), tmp_path / "out"
    alone = (root / "site_src/site.yml").read_text("utf-8")
    first = update("investigating", "14:05", components="{checkout: partial_outage}")
    incident(root, "one", u1=first)

    def with_languages(names: str) -> dict[str, bytes]:
        put(root, "site_src/site.yml", alone.replace("[en]", names))
        outcome = built(root, out, tmp_path / "cache")
        assert not outcome.failed, outcome.problems
        return everything(out / "public")

    before = with_languages("[en]")
    both = with_languages("[en, fr]")
    assert both.keys() > before.keys()
    assert with_languages("[en]") == before
    assert not (out / "public" / "fr").exists()
    # It comes back with the ids that it had: nobody is told anything twice.
    assert with_languages("[en, fr]") == both


def test_the_words_of_a_language_that_is_taken_out_are_an_error_until_it_is_back(
    tmp_path: Path,
) -> None:
    root, out = lay(tmp_path / "site"), tmp_path / "out"
    incident(root, "one", u1=update("investigating", "14:05"))
    put(root, "incidents/one/1.fr.md", "Une panne.\n")
    outcome = built(root, out, tmp_path / "cache")
    assert [problem.code for problem in outcome.problems] == ["unknown-language"]
    assert not out.exists()


def test_a_language_switched_on_later_changes_no_id_of_the_other(tmp_path: Path) -> None:
    root, out = lay(tmp_path / "site"), tmp_path / "out"
    incident(
        root,
        "one",
        u1=update("investigating", "14:05", components="{checkout: partial_outage}"),
        u2=update("resolved", "15:00"),
    )
    assert not built(root, out, tmp_path / "cache").failed
    public = out / "public"
    before = {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.suffix in (".atom", ".rss") or path.name in ("updates.json", "major.json")
    }
    assert len(before) == 3 * 6 + 2
    site = (root / "site_src/site.yml").read_text("utf-8")
    put(root, "site_src/site.yml", site.replace("[en]", "[en, fr]"))
    assert not built(root, out, tmp_path / "cache").failed
    for path, data in before.items():
        assert (public / path).read_bytes() == data, path
        here, there = ids(public / path), ids(public / "fr" / path)
        if path.endswith((".atom", ".rss")):
            assert [each.replace(":en/", ":fr/") for each in here] == there
        assert not set(here) & set(there)
