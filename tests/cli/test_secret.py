"""``tocsin secret``: made once, replaced at will, never shown."""

import stat
from pathlib import Path

import pytest

from builder.authoring.secret_file import NAME, NEXT, PREVIOUS, PREVIOUS_VARIABLE, VARIABLE
from builder.authoring.source_edit import edited_alone
from builder.cli.main import main
from tests.build.sites import bytes_of, lay, put

ACME = "name: Acme\nlinks:\n  - {id: 0000000a}\n  - {id: 0000000b, revoked: true}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (VARIABLE, PREVIOUS_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", "strategic: {accounts: true}\nexecutives: {}\n")
    put(root, "site_src/accounts/acme.yml", ACME)
    monkeypatch.chdir(root)
    return root


def secret(root: Path, name: str = NAME) -> str:
    return (root / name).read_text().strip()


def told(capsys: pytest.CaptureFixture[str], root: Path, *words: str, status: int = 0) -> str:
    """Run a command, and return what it said, which is never a secret."""
    assert main([*words]) == status
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert not any(secret(root, path.name) in said for path in root.glob(f"{NAME}*"))
    return said


def test_a_new_one(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / "site_src/site.yml").read_text()
    told(capsys, site, "secret", "new")
    assert len(bytes.fromhex(secret(site))) == 32
    assert stat.S_IMODE((site / NAME).stat().st_mode) == 0o600
    added = (site / "site_src/site.yml").read_text().removeprefix(before).splitlines()
    assert [line.partition(":")[0] for line in added] == ["site_id", "secret_check"]
    assert secret(site)[:8] not in "".join(added)
    assert "2 private trees" in told(capsys, site, "build", "--private")


def test_a_second_new_one_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, site, "secret", "new")
    before = bytes_of(site)
    assert "secret-there" in told(capsys, site, "secret", "new", status=1)
    assert bytes_of(site) == before
    (site / NAME).unlink()
    before = bytes_of(site)
    assert "Put it into" in told(capsys, site, "secret", "new", status=1)
    assert bytes_of(site) == before


def test_a_file_that_is_there_is_not_replaced(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(site, NAME, "ab" * 32)
    before = bytes_of(site)
    assert "secret-there" in told(capsys, site, "secret", "new", status=1)
    assert bytes_of(site) == before


def test_a_site_that_is_wrong_gets_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("name: [\n", "{name: A, url: https://a.example, languages: [en]}\n"):
        put(site, "site_src/site.yml", text)
        assert "site_src/site.yml" in told(capsys, site, "secret", "new", status=1)
        assert sorted(path.name for path in site.iterdir()) == ["site_src"]


def test_replacing_lists_what_to_hand_out(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, site, "secret", "new")
    first, site_id = secret(site), (site / "site_src/site.yml").read_text().split()[-3]
    said = told(capsys, site, "secret", "rotate")
    assert secret(site, PREVIOUS) == first != secret(site)
    assert stat.S_IMODE((site / PREVIOUS).stat().st_mode) == 0o600
    assert stat.S_IMODE((site / NAME).stat().st_mode) == 0o600
    assert site_id in (site / "site_src/site.yml").read_text()
    assert [line for line in said.splitlines() if line.startswith("hand out anew")] == [
        "hand out anew: tocsin link add account:acme --again 0000000a"
    ]
    assert "--again 0000000a" in told(capsys, site, "build")
    assert len(list((site / "dist/private").iterdir())) == 4


def test_a_lost_secret_is_replaced_and_nothing_is_kept(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, site, "secret", "new")
    (site / NAME).unlink()
    told(capsys, site, "secret", "rotate")
    assert not (site / PREVIOUS).exists()
    told(capsys, site, "build", "--private")


def test_what_is_not_the_sites_own_is_not_replaced(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no-secret" in told(capsys, site, "secret", "rotate", status=1)
    told(capsys, site, "secret", "new")
    put(site, NAME, "ab" * 32)
    before = bytes_of(site)
    assert "secret-other" in told(capsys, site, "secret", "rotate", status=1)
    assert bytes_of(site) == before
    put(site, NAME, "ab" * 31)
    assert "instead of 64" in told(capsys, site, "secret", "rotate", status=1)


def test_what_was_broken_off_is_finished(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, site, "secret", "new")
    made = secret(site)
    (site / NAME).rename(site / NEXT)
    put(site, NAME, "ab" * 32).chmod(0o600)
    for words in (["build"], ["link", "add", "acme", "--print"]):
        assert "secret-unfinished" in told(capsys, site, *words, status=1)
    assert "broken off" in told(capsys, site, "secret", "rotate")
    assert secret(site) == made
    assert secret(site, PREVIOUS) == "ab" * 32
    assert not (site / NEXT).exists()


def test_the_variable_comes_first_and_that_is_said(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "cd" * 32)
    said = told(capsys, site, "secret", "new")
    assert f"{VARIABLE} is set here" in said
    assert "cd" * 32 not in said
    assert "secret-other" in told(capsys, site, "build", status=1)


def test_the_previous_one_may_be_a_variable(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(capsys, site, "secret", "new")
    monkeypatch.setenv(PREVIOUS_VARIABLE, "ab" * 31)
    assert f"{PREVIOUS_VARIABLE}: secret-wrong" in told(capsys, site, "build", status=1)
    monkeypatch.setenv(PREVIOUS_VARIABLE, "ab" * 32)
    assert "hand out anew" in told(capsys, site, "build")
    assert len(list((site / "dist/private").iterdir())) == 4


def test_two_at_once_do_not_meet(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with edited_alone(site):
        assert "site-locked" in told(capsys, site, "secret", "new", status=1)
    assert sorted(path.name for path in site.iterdir()) == ["site_src"]
