"""What was published stays: the sources held against those of an earlier commit."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder.build.request import Request
from builder.build.since import since
from builder.source.revision import NoRevision
from builder.vocabulary.problems import Problem, Severity
from tests.build.sites import SITE, incident, lay, put, update

NOW = datetime(2026, 11, 23, 16, 0, 20, tzinfo=UTC)
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives: {reads: [public], links: [{id: 0000000e}]}
"""
ACCOUNT = "name: Acme\nlinks: [{id: 0000000a}, {id: 0000000b, revoked: true}]\ngeneration: 3\n"


class Sources:
    """Sources in a repository, with one commit of which all is published."""

    def __init__(self, root: Path) -> None:
        self.root = root
        ids = "ids: {authority: example.com, year: 2024}\n"
        put(root, "site_src/site.yml", f"{SITE}{ids}")
        incident(
            root,
            "slow",
            u1=update("investigating", "14:05", "Slow."),
            u2=update("resolved", "15:10", "Over."),
        )
        put(root, "site_src/audiences.yml", AUDIENCES)
        put(root, "site_src/accounts/acme.yml", ACCOUNT)
        self.git("init", "--quiet")
        self.commit()

    def git(self, *words: str) -> None:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(["git", *named, *words], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Published")

    def found(self, now: datetime = NOW, revision: str = "HEAD") -> tuple[Problem, ...]:
        request = Request(self.root, self.root / "out", self.root / "cache", now)
        return since(request, revision, os.environ)

    def told(self, now: datetime = NOW) -> list[str]:
        return [f"{each.place.path}: {each.code}" for each in self.found(now)]


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(lay(tmp_path / "repository"))


def test_what_was_not_changed_is_as_it_was(sources: Sources) -> None:
    assert sources.found() == ()


def test_what_is_newest_is_told(sources: Sources) -> None:
    incident(sources.root, "more", u1=update("investigating", "15:59", "More."))
    assert sources.found() == ()


def test_an_update_behind_what_was_told_needs_a_time_of_posting(sources: Sources) -> None:
    incident(sources.root, "late", u1=update("resolved", "15:00", "It was a short one."))
    (found,) = sources.found()
    assert found.place.path == "incidents/late/1.md"
    assert found.code == "behind-what-was-told"
    assert "Write `posted: 2026-11-23T16:00:20Z`" in found.mend
    put(
        sources.root,
        "incidents/late/1.md",
        update("resolved", "15:00", "It was a short one.", posted="2026-11-23T16:00:20Z"),
    )
    assert sources.found() == ()


def test_of_one_second_the_later_one_is_told_only_where_it_stands_behind(sources: Sources) -> None:
    incident(sources.root, "before", u1=update("investigating", "15:10", "In the same minute."))
    assert sources.told() == ["incidents/before/1.md: behind-what-was-told"]
    shutil.move(sources.root / "incidents/before", sources.root / "incidents/then")
    assert sources.found() == ()


def test_an_update_for_one_audience_is_held_against_what_that_audience_was_told(
    sources: Sources,
) -> None:
    put(
        sources.root,
        "incidents/slow/3.md",
        update("resolved", "15:30", "Root cause.", audience="[executives]"),
    )
    sources.commit()
    incident(sources.root, "more", u1=update("investigating", "15:20", "More."))
    assert sources.told() == ["incidents/more/1.md: behind-what-was-told"]


def test_a_history_that_is_imported_may_lie_in_the_past(sources: Sources) -> None:
    origin = "title: Years ago\norigin: {system: statuspage, id: x1}"
    incident(sources.root, "old", origin, u1=update("resolved", "09:00", "Over."))
    assert sources.found() == ()
    sources.commit()
    put(sources.root, "incidents/old/2.md", update("resolved", "09:30", "More of it."))
    assert sources.told() == ["incidents/old/2.md: behind-what-was-told"]


def test_what_nobody_sees_yet_may_go(sources: Sources) -> None:
    put(
        sources.root,
        "incidents/slow/3.md",
        update("resolved", "15:50", "Later.", posted="2026-11-24T09:00:00Z"),
    )
    sources.commit()
    (sources.root / "incidents/slow/3.md").unlink()
    assert sources.found() == ()
    assert Sources.told(sources, NOW + timedelta(days=1)) == ["incidents/slow/3.md: published-gone"]


def test_a_published_update_stays(sources: Sources) -> None:
    (sources.root / "incidents/slow/2.md").unlink()
    assert sources.told() == ["incidents/slow/2.md: published-gone"]


def test_a_published_update_may_be_taken_back(sources: Sources) -> None:
    withdrawn = update("resolved", "15:10", "Over.", withdrawn="2026-11-23T15:40:00Z")
    put(sources.root, "incidents/slow/2.md", withdrawn)
    assert sources.found() == ()


def test_who_read_an_update_reads_it_still(sources: Sources) -> None:
    put(
        sources.root,
        "incidents/slow/2.md",
        update("resolved", "15:10", "Over.", audience="[executives]"),
    )
    assert sources.told() == ["incidents/slow/2.md: published-gone"]


def test_a_published_incident_keeps_its_name(sources: Sources) -> None:
    shutil.move(sources.root / "incidents/slow", sources.root / "incidents/slower")
    assert "incidents/slow: published-gone" in sources.told()


def test_a_published_update_keeps_its_time(sources: Sources) -> None:
    put(sources.root, "incidents/slow/2.md", update("resolved", "15:20", "Over."))
    (found,) = sources.found()
    assert found.code == "published-moved"
    assert "Write `posted: 2026-11-23T15:10:00Z`" in found.mend
    put(
        sources.root,
        "incidents/slow/2.md",
        update("resolved", "15:20", "Over.", posted="2026-11-23T15:10:00Z"),
    )
    assert sources.told() == []


def test_an_incident_that_cannot_be_read_is_passed_over(sources: Sources) -> None:
    put(sources.root, "incidents/slow/2.md", "---\nstatus: nonsense\n---\nWords.\n")
    assert sources.found() == ()


@pytest.mark.parametrize(
    ("path", "before", "now", "code"),
    [
        ("site.yml", "year: 2024", "year: 2025", "ids-changed"),
        ("site.yml", "authority: example.com", "authority: example.org", "ids-changed"),
        ("components.yml", "id: checkout", "id: till", "component-gone"),
        ("accounts/acme.yml", "{id: 0000000a}, ", "", "link-gone"),
        ("accounts/acme.yml", ", revoked: true", "", "link-revived"),
        ("accounts/acme.yml", "generation: 3", "generation: 2", "number-lowered"),
        ("audiences.yml", "links: [{id: 0000000e}]", "links: []", "link-gone"),
    ],
)
def test_what_must_stay_of_a_site(
    sources: Sources, path: str, before: str, now: str, code: str
) -> None:
    shutil.rmtree(sources.root / "incidents")
    file = sources.root / "site_src" / path
    text = file.read_text("utf-8")
    assert before in text
    sources.git("rm", "-r", "--quiet", "--cached", "incidents")
    sources.commit()
    file.write_text(text.replace(before, now), encoding="utf-8")
    assert sources.told() == [f"site_src/{path}: {code}"]


def test_a_component_may_be_renamed_with_its_old_name_as_first_alias(sources: Sources) -> None:
    components = "components:\n- {id: checkout, name: Checkout, aliases: [basket]}\n"
    put(sources.root, "site_src/components.yml", components)
    sources.commit()
    renamed = components.replace("id: checkout", "id: till")
    put(sources.root, "site_src/components.yml", renamed.replace("[basket]", "[basket, checkout]"))
    assert sources.found() == ()
    put(sources.root, "site_src/components.yml", renamed.replace("[basket]", "[checkout, basket]"))
    assert sources.told() == ["site_src/components.yml: component-id-changed"]


def test_work_tree_and_index_stay_as_they_are(sources: Sources) -> None:
    put(sources.root, "incidents/slow/2.md", update("resolved", "15:10", "Over now."))
    before = (sources.root / ".git/index").read_bytes()
    sources.found()
    assert (sources.root / ".git/index").read_bytes() == before
    assert "Over now." in (sources.root / "incidents/slow/2.md").read_text("utf-8")


def test_a_site_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    sources = Sources(lay(tmp_path / "repository/status page"))
    shutil.move(sources.root / ".git", tmp_path / "repository/.git")
    sources.commit()
    (sources.root / "incidents/slow/2.md").unlink()
    assert sources.told() == ["incidents/slow/2.md: published-gone"]


def test_what_leads_git_elsewhere_is_not_followed(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert sources.found() == ()


def test_a_revision_that_is_not_there(sources: Sources, tmp_path: Path) -> None:
    for revision in ("nowhere", "--all", "HEAD^"):
        with pytest.raises(NoRevision, match="unknown-revision"):
            sources.found(revision=revision)
    shutil.rmtree(sources.root / ".git")
    with pytest.raises(NoRevision, match="no-repository-here"):
        sources.found()


def test_only_a_component_that_is_gone_is_a_warning(sources: Sources) -> None:
    put(sources.root, "site_src/components.yml", "components:\n- {id: till, name: Till}\n")
    shutil.rmtree(sources.root / "incidents")
    found = {each.code: each.severity for each in sources.found()}
    assert found["component-gone"] is Severity.WARNING
    assert found["published-gone"] is Severity.ERROR
