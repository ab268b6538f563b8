"""Approvals: of exactly these words, for ever, and void of any others."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.authoring.approving import ApprovalsRefused, approve
from builder.model.approval import Standing, digest_of, roles_of, verdict
from builder.model.message_template import MessageTemplate, Occasion
from builder.source.approvals import read_approvals
from builder.vocabulary.statuses import Kind, Priority, Status
from tests.build.sites import SITE, put

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
WORDS = MessageTemplate(
    "over", "en", "public", Kind.INCIDENT, Occasion.UPDATE, None, None, "", "Caf\u00e9 is open."
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    return tmp_path


def test_one_changed_character_is_another_digest() -> None:
    for other in (
        replace(WORDS, body="Caf\u00e9 is open!"),
        replace(WORDS, title="Open"),
        replace(WORDS, audience="executives"),
    ):
        assert digest_of(other) != digest_of(WORDS)
    assert digest_of(replace(WORDS, body="Cafe\u0301 is open.")) == digest_of(WORDS)
    moved = replace(WORDS, stage=Status.RESOLVED, priority=Priority.P1, path="elsewhere")
    assert digest_of(moved) == digest_of(WORDS)


def test_an_approval_holds_for_its_words_for_ever(site: Path) -> None:
    assert len(approve(site, [WORDS], "legal", "Jane Doe", AT)) == 1
    assert approve(site, [WORDS], "legal", "Jane Doe", AT) == ()
    first = (site / "site_src/approvals.yml").read_text()
    changed = replace(WORDS, body="It is open.")
    approvals = read_approvals(site).approvals
    assert verdict(WORDS, "legal", approvals).standing is Standing.APPROVED
    assert verdict(changed, "legal", approvals).standing is Standing.CHANGED
    assert verdict(WORDS, "executives", approvals).standing is Standing.NEVER
    assert verdict(replace(WORDS, language="fr"), "legal", approvals).standing is Standing.NEVER
    assert len(approve(site, [changed], "legal", "John Roe", AT)) == 1
    assert (site / "site_src/approvals.yml").read_text().startswith(first), "it only grows"
    approvals = read_approvals(site).approvals
    assert roles_of(approvals) == ("legal",)
    for each, who in ((WORDS, "Jane Doe"), (changed, "John Roe")):
        found = verdict(each, "legal", approvals)
        assert found.newest is not None
        assert (found.standing, found.newest.by) == (Standing.APPROVED, who)


def test_nothing_is_added_to_what_can_not_be_read(site: Path) -> None:
    put(site, "site_src/approvals.yml", "approvals:\n  - {template: over, digest: abc}\n")
    with pytest.raises(ApprovalsRefused) as refusal:
        approve(site, [WORDS], "legal", "Jane Doe", AT)
    assert {problem.code for problem in refusal.value.problems} == {"bad-form", "missing-key"}
