"""What reaches nobody, and what leads to what is not there yet."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.source.scan import scan
from builder.source.site import read_site
from tests.source import sample


def test_an_incident_for_accounts_of_which_there_are_none(tmp_path: Path) -> None:
    limited = b"---\ntitle: Payments are slow\naudience: partners\n---\n"
    audiences = b"partners: {accounts: true}\n"
    files = {f"{sample.OUTAGE}/incident.md": limited, "site_src/audiences.yml": audiences}
    sample.write(tmp_path, files)
    assert [str(each) for each in sample.problems(tmp_path)] == []
    for account in ("acme", "globex"):
        (tmp_path / f"site_src/accounts/{account}.yml").unlink()
    assert [str(each) for each in sample.problems(tmp_path)] == [
        f"{sample.OUTAGE}/incident.md:3:11: warning: shown-to-nobody: No reader of the site may "
        "read the incident: it is shown to nobody. Name readers in `audience` that have pages."
    ]


def test_an_update_for_accounts_of_which_there_are_none(tmp_path: Path) -> None:
    limited = b"---\naudience: partners\n---\nA word for partners.\n"
    audiences = b"partners: {accounts: true}\n"
    later = f"{sample.OUTAGE}/20261123T1100Z-partners.md"
    sample.write(tmp_path, {later: limited, "site_src/audiences.yml": audiences})
    assert [str(each) for each in sample.problems(tmp_path)] == []
    for account in ("acme", "globex"):
        (tmp_path / f"site_src/accounts/{account}.yml").unlink()
    assert [str(each) for each in sample.problems(tmp_path)] == [
        f"{later}:2:11: warning: shown-to-nobody: No reader of the site may read the update: it is "
        "shown to nobody. Name readers in `audience` that have pages."
    ]


@pytest.mark.parametrize(("hour", "expected"), [(12, ["dead-link"]), (14, [])])
def test_a_page_leads_to_nothing_that_waits_for_its_time(
    tmp_path: Path, hour: int, expected: list[str]
) -> None:
    waiting = b"---\nstatus: investigating\nat: 2026-11-23T13:00:00Z\nembargo: true\n---\nSlow.\n"
    page = b"---\ntitle: About\n---\n[The incident](/incidents/outage.html).\n"
    sample.write(tmp_path, {sample.UPDATE: waiting, "site_src/pages/about.md": page})
    reading = read_site(scan(tmp_path), datetime(2026, 11, 23, hour, tzinfo=UTC))
    assert [problem.code for problem in reading.problems] == expected


@pytest.mark.parametrize(("hour", "expected"), [(12, ["dead-link"]), (14, [])])
def test_a_page_leads_to_no_notice_that_has_not_begun(
    tmp_path: Path, hour: int, expected: list[str]
) -> None:
    notice = b"---\ntitle: Prices\nkind: notice\nfrom: 2026-11-23T13:00:00Z\n---\n"
    page = b"---\ntitle: About\n---\n[The prices](/incidents/prices.html).\n"
    files = {
        "incidents/prices/incident.md": notice,
        "incidents/prices/20261123T1000Z-prices.md": b"---\n---\nNew prices.\n",
        "site_src/pages/about.md": page,
    }
    sample.write(tmp_path, files)
    reading = read_site(scan(tmp_path), datetime(2026, 11, 23, hour, tzinfo=UTC))
    assert [problem.code for problem in reading.problems] == expected


@pytest.mark.parametrize(("hour", "expected"), [(12, ["merged-out-of-reach"]), (14, [])])
def test_an_incident_goes_on_in_none_that_waits_for_its_time(
    tmp_path: Path, hour: int, expected: list[str]
) -> None:
    waiting = b"---\nstatus: investigating\nat: 2026-11-23T13:00:00Z\nembargo: true\n---\nSlow.\n"
    merged = b"---\nstatus: identified\nmerged_into: database\n---\nIt is the database.\n"
    files = {
        f"{sample.OUTAGE}/20261123T1100Z-identified.md": merged,
        "incidents/database/incident.md": b"---\ntitle: The database\n---\n",
        "incidents/database/waiting.md": waiting,
    }
    sample.write(tmp_path, files)
    latest = datetime(2026, 11, 23, hour, tzinfo=UTC)
    problems = sample.problems(tmp_path, latest)
    assert [problem.code for problem in problems] == expected
