"""Who may read what: the closure of ``reads``, and what is taken for granted."""

from pathlib import Path

import pytest

from builder.model.site import Site
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
        "business": {"public", "business"},
        "customer-service": {"public", "strategic", "customer-service"} | ACCOUNTS,
        "executives": {"public", "business", "executives"},
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
    assert reach(found, "executives") == {"public", "executives"}


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
