"""Contracts of accounts as they are read; what may be wrong with one is in ``bad_account.md``."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from builder.model.contract import (
    Adjustment,
    Contract,
    CreditStep,
    Exclusion,
    ResponsePromise,
)
from builder.model.site import Site
from builder.model.uptime_policy import STATUSPAGE, Policy
from builder.vocabulary.statuses import Priority
from tests.source import sample

SMALLEST = b"""name: Acme
components: [checkout]
contract: {since: 2026-01-01, target: 99.95, policy: statuspage}
"""
WHOLE = b"""
name: Acme
components: [website]
time_zone: Europe/Paris
contract:
  since: 2026-02-01
  target: 100
  components: [checkout, website]
  time_zone: America/New_York
  window: 30d
  policy: {major_outage: 1, partial_outage: 0.5, under_maintenance: excluded, digits: 3}
  exclusions:
    - from: 2026-10-02T10:00:00Z
      until: 2026-10-02T11:00:00Z
      reason: A move
      components: [website]
  credits: [{below: 100, sum: 500 EUR}, {below: 99.5, sum: 2000 EUR}]
  responses: {P1: {first: 15m, updates: 1h}, P2: {first: 30m}}
  dispute: 30d
"""


def read(root: Path, account: bytes) -> Site:
    sample.write(root, {"site_src/accounts/acme.yml": account})
    found = sample.read(root)[0]
    assert found.problems == ()
    assert found.site is not None
    return found.site


def test_what_a_contract_does_not_say_is_the_account_s_or_the_site_s(tmp_path: Path) -> None:
    contract = read(tmp_path, SMALLEST).accounts["acme"].contract
    assert contract == Contract(
        date(2026, 1, 1), 9_995_000, ("web-checkout",), "Etc/UTC", STATUSPAGE
    )


def test_all_that_a_contract_may_say(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE).accounts["acme"].contract == Contract(
        since=date(2026, 2, 1),
        target=10_000_000,
        components=("web-checkout", "website"),
        time_zone="America/New_York",
        policy=Policy("contract", 1000, 500, under_maintenance=None, digits=3),
        rolling=30,
        exclusions=(
            Exclusion(
                datetime(2026, 10, 2, 10, tzinfo=UTC),
                datetime(2026, 10, 2, 11, tzinfo=UTC),
                "A move",
                ("website",),
            ),
        ),
        credits=(CreditStep(10_000_000, "500 EUR"), CreditStep(9_950_000, "2000 EUR")),
        responses={
            Priority.P1: ResponsePromise(timedelta(minutes=15), timedelta(hours=1)),
            Priority.P2: ResponsePromise(timedelta(minutes=30)),
        },
        dispute=timedelta(days=30),
    )


def test_months_may_be_adjusted(tmp_path: Path) -> None:
    agreed = (
        b"  adjustments:\n"
        b"    - {month: 2026-01, less: 12m, reason: Ours, agreed: 2026-02-03}\n"
        b"    - {month: 2026-03, more: 90s, reason: Theirs, agreed: 2026-04-01}\n"
    )
    opened = SMALLEST.replace(b"contract: {", b"contract:\n  ").replace(b", ", b"\n  ")
    contract = read(tmp_path, opened.replace(b"}\n", b"\n") + agreed).accounts["acme"].contract
    assert contract is not None
    assert contract.adjustments == (
        Adjustment((2026, 1), -720, "Ours", date(2026, 2, 3)),
        Adjustment((2026, 3), 90, "Theirs", date(2026, 4, 1)),
    )


def test_who_is_granted_figures(tmp_path: Path) -> None:
    site = read(tmp_path, SMALLEST)
    assert [each.name for each in site.readers() if each.knows_figures] == [
        "audience:business",
        "audience:executives",
    ]
