"""Contracts in a whole build: the account and who is granted figures are told the same, and nobody
else is told anything."""

from datetime import datetime, timedelta
from pathlib import Path

from builder.build import Outcome, Request, build
from builder.seal.keys import Site, path_id
from builder.seal.secret import Secret
from builder.vocabulary.times import parse_time
from tests.build.sites import bytes_of, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
AUDIENCES = """\
strategic: {reads: [public], accounts: true, protection: host}
executives: {reads: [public, sla], protection: host}
technical: {reads: [public], protection: host}
"""
ACME = """\
name: Acme
components: [checkout]
contract:
  since: 2026-10-01
  target: 99.9
  policy: statuspage
  credits: [{below: 99.9, sum: 500 EUR}]
"""
BREACH = "2026-11-23T14:48:13Z"
"""A tenth of a per cent of November is gone 43 minutes and 12 seconds after the beginning."""


def built(root: Path, base: Path, now: datetime) -> Outcome:
    outcome = build(Request(root, base / "out", base / "cache", now, now_given=True, secret=SECRET))
    assert not outcome.failed, outcome.problems
    return outcome


def tree(reader: str) -> str:
    return f"private/{path_id(Site(SECRET), reader)}"


def said(base: Path, reader: str, page: str = "index.html") -> str:
    return (base / "out" / tree(reader) / page).read_text()


def test_who_is_granted_figures_sees_those_of_the_account(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", ACME)
    put(root, "site_src/accounts/globex.yml", "name: Globex\n")
    # Only the account is told that it is down.
    told = update("identified", "14:05", components="{checkout: major_outage}")
    told = told.replace("status:", 'audience: "account:acme"\nstatus:')
    first = update("investigating", "14:00")
    incident(root, "2026-11-23-checkout", u20261123T1400Z=first, u20261123T1405Z=told)
    acme, executives = "account:acme", "audience:executives"
    outcome = built(root, tmp_path, parse_time("2026-11-23T14:10:00Z"))
    for reader in (acme, executives):
        assert f'<time datetime="{BREACH}">' in said(tmp_path, reader)
        assert outcome.instants[tree(reader)] == parse_time(BREACH)
        assert "500 EUR" in said(tmp_path, reader)
    assert '<data value="2592">' in said(tmp_path, acme, "service.html")
    for reader in ("audience:technical", "account:globex"):
        assert "_service" not in said(tmp_path, reader)
        assert not (tmp_path / "out" / tree(reader) / "service.html").exists()

    later = parse_time(BREACH)
    before = said(tmp_path, executives)
    built(root, tmp_path, later - timedelta(seconds=1))
    assert said(tmp_path, executives) == before
    built(root, tmp_path, later)
    assert "Target missed since" in said(tmp_path, executives)
    assert "Target missed since" in said(tmp_path, acme)
    built(root, tmp_path / "cold", later)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "cold" / "out")
