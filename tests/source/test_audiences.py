"""Who may read what: the closure of ``reads``, and what is taken for granted."""

from datetime import timedelta
from pathlib import Path

import pytest

from builder.model.site import Contact, Site
from builder.vocabulary.audiences import Need
from builder.vocabulary.statuses import Priority, Status
from tests.source import sample


def site(root: Path, audiences: str | None) -> Site:
    files = {} if audiences is None else {"site_src/audiences.yml": audiences.encode()}
    sample.write(root, files)
    reading, _, problems = sample.read(root)
    assert problems == ()
    assert reading.site is not None
    return reading.site


def reach(found: Site, name: str) -> set[str]:
    reader = found.accounts[name] if name in found.accounts else found.audiences[name]
    return {one.removeprefix("audience:") for one in reader.reader.reads}


ACCOUNTS = {"account:acme", "account:globex"}


def test_the_audiences_of_a_site_that_names_none(tmp_path: Path) -> None:
    found = site(tmp_path, None)
    assert {name: reach(found, name) for name in found.audiences} == {
        "public": {"public"},
        "strategic": {"public", "strategic"},
        "technical": {"public", "technical"},
        "business": {"public", "business", "sla"},
        "customer-service": {"public", "strategic", "customer-service"} | ACCOUNTS,
        "executives": {"public", "business", "executives", "sla"},
    }
    assert reach(found, "acme") == {"public", "strategic", "account:acme"}
    assert [one.id for one in found.audiences.values() if one.accounts] == ["strategic"]


def test_insiders(tmp_path: Path) -> None:
    found = site(tmp_path, None)
    internal = {one.id for one in found.audiences.values() if one.reader.internal}
    assert internal == {"technical", "business", "customer-service", "executives"}
    assert not found.accounts["acme"].reader.internal


@pytest.mark.parametrize("text", ["", "{}\n", "strategic:\n", "strategic: {}\n"])
def test_an_audience_without_keys(tmp_path: Path, text: str) -> None:
    found = site(tmp_path, text)
    named = {"public", "strategic"} if "strategic" in text else {"public"}
    assert found.audiences.keys() == named
    assert reach(found, "acme") == named | {"account:acme"}


def test_a_default_reads_only_those_that_there_are(tmp_path: Path) -> None:
    found = site(tmp_path, "customer-service: {}\nexecutives: {}\n")
    assert reach(found, "customer-service") == {"public", "customer-service"} | ACCOUNTS
    assert reach(found, "executives") == {"public", "executives", "sla"}


def test_what_is_said_stands_in_place_of_the_default(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        "board: {name: The board, reads: [executives]}\n"
        "executives: {reads: [technical]}\ntechnical: {reads: []}\n"
        "partners: {reads: [public], accounts: true}\nstrategic: {accounts: false}\n",
    )
    assert reach(found, "board") == {"board", "executives", "technical"}
    assert reach(found, "technical") == {"technical"}
    assert reach(found, "acme") == {"public", "partners", "account:acme"}
    assert found.audiences["board"].name == "The board"
    assert found.audiences["strategic"].reader.internal
    assert not found.audiences["partners"].reader.internal


def test_more_audiences_than_anybody_has(tmp_path: Path) -> None:
    for number, code in ((199, []), (201, ["too-long"])):
        text = "".join(f"a{one}: {{}}\n" for one in range(number))
        sample.write(tmp_path, {"site_src/audiences.yml": text.encode()})
        assert [problem.code for problem in sample.problems(tmp_path)] == code


def test_components_that_are_all_the_same(tmp_path: Path) -> None:
    text = "components:\n" + "- {id: checkout, name: x}\n" * 5_000
    sample.write(tmp_path, {"site_src/components.yml": text.encode()})
    codes = [problem.code for problem in sample.problems(tmp_path)]
    assert codes == ["duplicate-id"] * 50


def test_accounts_usually_hear_no_less_often_than_everyone(tmp_path: Path) -> None:
    found = site(tmp_path, "public: {cadence: {P1: 10m, P2: 1h}}\npartners: {accounts: true}\n")
    minutes = {
        priority.value: gap.total_seconds() / 60
        for priority, gap in found.audiences["partners"].cadence.items()
    }
    assert minutes == {"P1": 10, "P2": 30, "P3": 60}


def test_what_an_audience_is_owed_where_it_says_nothing(tmp_path: Path) -> None:
    found = site(tmp_path, None).audiences
    assert {name: one.owner for name, one in found.items() if one.owner == "comms-lead"}.keys() == {
        "public",
        "strategic",
        "technical",
    }
    gaps = {name: one.cadence[Priority.P1].seconds // 60 for name, one in found.items()}
    assert gaps["public"] == 20
    assert {gap for name, gap in gaps.items() if name != "public"} == {15}
    assert all(one.stages is None for one in found.values())
    assert [need.id for need in found["business"].needs][:2] == ["touches", "marketing"]
    assert found["public"].needs == ()


def test_what_an_audience_says_of_itself(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        "public: {stages: [investigating, resolved], cadence: {P1: 30m}}\n"
        "partners:\n"
        "  accounts: true\n"
        "  owner: comms-lead\n"
        "  protection: host\n"
        "  feed: full\n"
        "executives:\n"
        "  needs: [{id: cost, label: {en: What it costs, fr: Le prix}}]\n"
        "business: {needs: []}\n",
    ).audiences
    assert found["public"].stages == (Status.INVESTIGATING, Status.RESOLVED)
    assert found["public"].cadence[Priority.P1] == timedelta(minutes=30)
    assert found["public"].cadence[Priority.P2] == timedelta(minutes=30)
    partners = found["partners"]
    assert (partners.owner, partners.protection, partners.feed) == ("comms-lead", "host", "full")
    assert partners.needs[0].id == "impact", "those of accounts"
    assert found["executives"].needs == (Need("cost", {"en": "What it costs", "fr": "Le prix"}),)
    assert found["business"].needs == ()


def test_whom_an_account_may_turn_to(tmp_path: Path) -> None:
    accounts = {
        "site_src/accounts/acme.yml": b"name: Acme\ncontact: {name: Jo, email: jo@example.com}\n",
        "site_src/accounts/globex.yml": b"name: Globex\ncontact: {name: The desk}\n",
    }
    sample.write(tmp_path, accounts)
    reading, _, problems = sample.read(tmp_path)
    assert problems == ()
    assert reading.site is not None
    contacts = {name: one.contact for name, one in reading.site.accounts.items()}
    assert contacts == {"acme": Contact("Jo", "jo@example.com"), "globex": Contact("The desk")}
