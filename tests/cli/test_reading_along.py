"""What is printed where others read along."""

from pathlib import Path

import pytest

from builder.authoring.secret_file import PREVIOUS_VARIABLE, VARIABLE
from builder.cli.main import main
from builder.cli.reading_along import in_ci, without_path_ids, without_private
from builder.vocabulary.problems import Place, Problem
from tests.build.sites import incident, lay, put, update

PRIVATE = "Vanta leaves us"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, False),
        ({"CI": "false"}, False),
        ({"CI": "true"}, True),
        ({"GITHUB_ACTIONS": "true"}, True),
        ({"GITLAB_CI": "1"}, True),
    ],
)
def test_ci_is_known_by_its_variables(environment: dict[str, str], told: bool) -> None:
    assert in_ci(environment) is told


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("ci", "shown", "quoted"), [("true", False, False), ("true", True, True), ("", False, True)]
)
def test_private_words_are_not_printed_in_ci(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    ci: str,
    shown: bool,
    quoted: bool,
) -> None:
    root = lay(tmp_path)
    body = f"Words.\n\n::: executives\n{PRIVATE} <b>now</b>.\n:::"
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("identified", "14:05", body))
    incident(root, "2026-11-23-open", u20261123T1405Z=update("identifid", "14:05"))
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CI", ci)
    words = [command, "--source", str(root), "--now", "2026-11-24T00:00:00Z"]
    assert main([*words, *(["--show-private"] if shown else [])]) == 1
    told = "".join(capsys.readouterr())
    assert (PRIVATE in told) is quoted
    assert "2026-11-23-shop/20261123T1405Z.md:8:" in told
    assert "identifid" in told, "what everyone may read is told as ever"


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "incidents/2026-11-23-shop"),
        ("link", "list", "executives"),
        ("link", "list", "executivs"),
        ("secret", "new"),
    ],
)
def test_every_command_tells_problems_alike(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    root = lay(tmp_path)
    if words[-1] != "executivs":
        put(root, "site_src/audiences.yml", f"executives: {{reads: ['{PRIVATE}']}}\n")
    body = f"Words.\n\n::: executives\n{PRIVATE} <b>now</b>.\n:::"
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("identified", "14:05", body))
    monkeypatch.setenv("CI", "true")
    said = {}
    for more in ((), ("--show-private",)):
        assert main([*words, "--source", str(root), *more]) == 1
        said[more] = capsys.readouterr().err
    assert PRIVATE not in said[()]
    if words[-1] != "executivs":
        assert PRIVATE in said[("--show-private",)]
        assert "Not printed here" in said[()]


@pytest.mark.parametrize(
    ("front", "hidden"),
    [
        ("status: identified", False),
        ("status: identified\ncomponents:\n  - shop\n  audienc: x", False),
        ("status: identified\naudienc: [executives]", True),
        ('"audienc": [executives]\nstatus: [', True),
        ("{status: identified, audienc: [executives]}", True),
    ],
)
def test_a_file_with_a_misspelt_key_may_be_private(
    tmp_path: Path, front: str, hidden: bool
) -> None:
    put(tmp_path, "incidents/a/1.md", f"---\n{front}\n---\nWords: and more.\n")
    problem = Problem(Place("incidents/a/1.md", 2, 1), "yaml-syntax", PRIVATE)
    (told,) = without_private([problem], tmp_path)
    assert (PRIVATE not in told.message) is hidden


def test_a_file_in_which_an_unknown_key_was_found_may_be_private(tmp_path: Path) -> None:
    put(tmp_path, "site_src/components.yml", "- {id: a, audienc: [executives], name: Vanta}\n")
    put(tmp_path, "site_src/site.yml", "name: Example\n")
    problems = [
        Problem(Place("site_src/components.yml", 1, 11), "unknown-key", PRIVATE),
        Problem(Place("site_src/components.yml", 1, 1), "bad-name", PRIVATE),
        Problem(Place("site_src/site.yml", 1, 1), "bad-name", "Words."),
    ]
    told = list(without_private(problems, tmp_path))
    assert [each.code for each in told] == [each.code for each in problems]
    assert PRIVATE not in "".join(map(str, told))
    assert told[2].message == "Words."


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("shown", [False, True])
def test_where_readers_have_their_pages_is_not_printed_in_ci(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
    shown: bool,
) -> None:
    root = lay(tmp_path)
    put(root, "site_src/audiences.yml", "strategic: {accounts: true}\n")
    put(root, "site_src/accounts/acme.yml", "name: Acme\nlinks: [{id: 0000000a}]\n")
    put(root, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000b}]\n")
    monkeypatch.setenv("CI", "true")
    words = ["build", "--source", str(root), "--format", form]
    folders: set[str] = set()
    said = ""
    for secret, previous in (("11" * 32, ""), ("22" * 32, "11" * 32), ("33" * 32, "")):
        monkeypatch.setenv(VARIABLE, secret)
        monkeypatch.setenv(PREVIOUS_VARIABLE, previous)
        assert main([*words, *(["--show-private"] if shown else [])]) == 0
        folders |= {path.name for path in (root / "dist/private").iterdir()}
        said += "".join(capsys.readouterr())
    blocked = next((root / "dist/private").iterdir())
    (blocked / "head").unlink()
    (blocked / "head").mkdir()
    put(root, "site_src/accounts/acme.yml", "name: Acme Ltd\nlinks: [{id: 0000000a}]\n")
    put(root, "site_src/accounts/globex.yml", "name: Globex Ltd\nlinks: [{id: 0000000b}]\n")
    monkeypatch.setenv(VARIABLE, "33" * 32)
    assert main([*words, *(["--show-private"] if shown else [])]) == 3
    said += "".join(capsys.readouterr())
    assert len(folders) == 6
    assert any(each in said for each in folders) is shown
    assert ("account:acme" in said) is shown
    assert ("0000000a" in said) is shown
    assert ("private/*" in said) is not shown
    assert ("2 links to hand out anew" in said) is not shown


def test_a_name_of_a_private_tree_within_a_line() -> None:
    name = "abcdefghijklmnopqrstuvwxy2"
    assert without_path_ids(f"/srv/private/{name}/head: x") == "/srv/private/*/head: x"
    assert without_path_ids(f"private\\{name}") == "private\\*"
    assert without_path_ids("private/notes: taken down") == "private/notes: taken down"
