"""``tocsin explain``: who reads what of a file, for people and for programs."""

import json
from pathlib import Path

import pytest

from builder.cli.main import main
from tests.build.sites import incident, lay, put

UPDATE = """\
---
status: investigating
posted: 2026-11-23T14:06:00Z
restored_by: 2026-11-23T16:00:00Z
components: {checkout: partial_outage, cluster: major_outage}
---
Payments fail.

::: executives
For the board.
:::

::: strategic
For all accounts.
:::
"""
PATH = "incidents/outage/20261123T1405Z-down.md"
TEXT = f"""\
{PATH} (update)

Everyone reads
  line 2       status
  line 5       components: checkout
  line 7       words outside of sections

Some read
  line 4       restored_by: for insiders: neither customers nor accounts
                 yes: service, executives
                 no: public, every account
  line 5       components: cluster: the component is for account:acme
                 yes: service (reads account:acme); account:acme (its own)
                 no: public, executives, account:globex
  lines 9-11   ::: executives
                 yes: executives (its own)
                 no: public, service, every account
  lines 13-15  ::: strategic
                 yes: service, every account (reads strategic)
                 no: public, executives

Nobody reads
  line 3       posted: for Tocsin alone
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = lay(tmp_path / "site")
    put(
        root,
        "site_src/audiences.yml",
        "strategic: {accounts: true}\nservice: {reads: [public, strategic, accounts]}\n"
        "executives: {reads: [public]}\n",
    )
    put(root, "site_src/accounts/acme.yml", "name: Acme\nlinks: [{id: 00000001}]\n")
    put(root, "site_src/accounts/globex.yml", "name: Globex\n")
    put(
        root,
        "site_src/components.yml",
        "components:\n  - {id: checkout, name: Checkout, aliases: [pay]}\n"
        "  - {id: cluster, name: Cluster, audience: 'account:acme'}\n",
    )
    incident(root, "outage", "title: Down\npriority: P1")
    put(root, PATH, UPDATE)
    put(
        root,
        PATH.replace("1405Z-down", "1500Z-draft"),
        "---\nstatus: identified\ndraft: true\n---\nx\n",
    )
    monkeypatch.chdir(root)
    return root


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


@pytest.mark.parametrize(
    "named", [PATH, PATH.removeprefix("incidents/"), "outage/20261123T1405Z-down", f"./{PATH}"]
)
@pytest.mark.usefixtures("site")
def test_an_update(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, named) == TEXT


def test_from_elsewhere(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(capsys, str(site / PATH), "--source", str(site)) == TEXT
    assert told(capsys, PATH, "--source", str(site)) == TEXT


@pytest.mark.usefixtures("site")
def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    [file] = json.loads(told(capsys, PATH, "--format", "json"))["files"]
    assert file["path"] == PATH
    section = next(part for part in file["parts"] if part["label"] == "::: executives")
    assert (section["part"], section["first_line"], section["last_line"]) == ("section", 9, 11)
    reads = {each["reader"]: each["reads"] for each in section["readers"]}
    assert reads == {
        "audience:public": False,
        "audience:service": False,
        "audience:executives": True,
        "account:acme": False,
        "account:globex": False,
    }


@pytest.mark.usefixtures("site")
def test_a_folder_is_all_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    files = json.loads(told(capsys, "outage", "--format", "json"))["files"]
    names = [file["path"].rpartition("/")[2] for file in files]
    assert names == ["20261123T1405Z-down.md", "20261123T1500Z-draft.md", "incident.md"]
    assert files[1]["notes"] == ["It is a draft: nobody reads any of it."]
    assert not any(each["reads"] for part in files[1]["parts"] for each in part["readers"])


def test_words_that_are_on_no_page_any_more(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    over = PATH.replace("1405Z-down", "1700Z-over")
    put(site, over, "---\nstatus: resolved\n---\nIt works.\n")

    def notes(month: str) -> list[str]:
        words = ("explain", "outage/incident.md", "--now", f"{month}-20T00:00:00Z")
        assert main([*words, "--format", "json"]) == 0
        return list(json.loads(capsys.readouterr().out)["files"][0]["notes"])

    assert notes("2028-11") == []
    [said] = notes("2028-12")
    assert "more than 24 months: service, executives, account:acme, account:globex find" in said
    put(site, "incidents/outage/incident.md", "---\ntitle: Down\naudience: executives\n---\n")
    assert notes("2028-12") == []


@pytest.mark.usefixtures("site")
def test_a_component_by_id_or_alias(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "cluster")
    assert "line 3  component cluster: for account:acme" in said
    assert "yes: service (reads account:acme); account:acme (its own)" in said
    assert "Everyone reads\n  line 2  component checkout" in told(capsys, "pay")


@pytest.mark.usefixtures("site")
def test_files_of_the_site(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "site_src/accounts/acme.yml")
    assert "line 1  name: for account:acme" in said
    assert "Nobody reads\n  line 2  links: for Tocsin alone" in said
    assert "Everyone reads\n  line 1  name" in told(capsys, "site_src/site.yml")
    assert "strategic: accounts: for Tocsin alone" in told(capsys, "site_src/audiences.yml")
    assert "component cluster" in told(capsys, "site_src/components.yml")


def test_a_page(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "---\ntitle: For the board\naudience: executives\n---\nWords.\n"
    put(site, "site_src/pages/board.md", text)
    said = told(capsys, "site_src/pages/board.md")
    assert "line 2  title: for executives\n            yes: executives (its own)" in said
    assert "Nobody reads\n  line 3  audience: for Tocsin alone" in said


def test_what_waits_or_is_taken_back(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nobody reads any of it before 2026-11-23T14:06:00Z." in told(
        capsys, PATH, "--now", "2026-11-23T14:05:30Z"
    )
    redacted = "redacted: {at: 2026-11-23T15:00:00Z, reason: A name}\nrestored_by"
    put(site, PATH, UPDATE.replace("restored_by", redacted))
    said = told(capsys, PATH)
    assert "Its words were redacted: they are in no output any more." in said
    assert "words outside of sections: redacted" in said


@pytest.mark.usefixtures("site")
def test_something_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "checkuot"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "checkuot: nothing-to-explain: There is neither" in captured.err
    assert "Did you mean `checkout`?" in captured.err


def test_what_has_errors_is_not_explained(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, PATH, UPDATE.replace("executives", "execs"))
    assert main(["explain", PATH]) == 1
    assert f"{PATH}:9:5: unknown-audience" in capsys.readouterr().err
    put(site, "site_src/site.yml", "name: x\n")
    assert main(["explain", PATH]) == 1
    assert "site_src/site.yml:1:1: missing-key" in capsys.readouterr().err
