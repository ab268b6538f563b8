"""``tocsin link``: keys go out on a terminal or where that is asked for, and open the pages."""

import re
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from builder.authoring.secret_file import NAME, VARIABLE
from builder.cli.main import main
from builder.seal.opening import NoSlotError, open_tree
from builder.seal.passphrase import passphrase_key
from builder.seal.secret import Secret
from tests.build.sites import bytes_of, lay, put

ACME = "name: Acme\nlinks:\n  - {id: 0000000a}\n  - {id: 0000000b, revoked: true}\n"
NOW = "2026-11-23T18:00:00Z"
ADDRESS = re.compile(r"http://localhost:8000/([a-z2-7]{26})/#k=([A-Za-z0-9_-]{43})\n")


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    root = lay(tmp_path / "site")
    put(
        root,
        "site_src/audiences.yml",
        "strategic: {accounts: true}\nexecutives: {}\ntechnical: {protection: host}\n",
    )
    put(root, "site_src/accounts/acme.yml", ACME)
    monkeypatch.chdir(root)
    assert main(["secret", "new"]) == 0
    capsys.readouterr()
    return root


class Asked:
    """The command line, and what the last command said."""

    def __init__(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.secret = (site / NAME).read_text().strip()
        self._capsys = capsys

    def __call__(self, *words: str, status: int = 0) -> str:
        """Return what came on stdout, or what was refused."""
        self._capsys.readouterr()
        assert main(["link", *words, "--now", NOW]) == status
        said = self._capsys.readouterr()
        assert self.secret not in said.out + said.err
        if status:
            assert said.out == ""
        return said.err if status else said.out


@pytest.fixture
def link(site: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    return Asked(site, capsys)


def pages(folder: str, key: Secret) -> set[str]:
    assert main(["build", "--now", NOW]) == 0
    tree = Path("dist/private") / folder
    files = {path.name: path.read_bytes() for path in tree.iterdir()}
    return set(open_tree(files, folder, key).pages)


def key_in(address: str) -> tuple[str, Secret]:
    found = ADDRESS.fullmatch(address)
    assert found is not None
    return found[1], Secret(urlsafe_b64decode(found[2] + "="))


def test_a_link_opens_the_pages(link: Asked) -> None:
    assert "index.html" in pages(*key_in(link("add", "executives", "--print")))


def test_six_words_open_the_pages(link: Asked) -> None:
    address, words = link("add", "acme", "--words", "--print").splitlines()
    assert len(words.split()) == 6
    folder = address.split("/")[-2]
    assert "#" not in address
    assert "index.html" in pages(folder, passphrase_key(words, folder))


def test_who_and_until_are_written(site: Path, link: Asked) -> None:
    link("add", "acme", "--for", "Jo: CFO", "--until", "2026-12-24T18:00+01:00", "--print")
    written = (site / "site_src/accounts/acme.yml").read_text()
    assert 'for: "Jo: CFO", until: "2026-12-24T17:00:00Z"}' in written
    assert main(["check", "--now", NOW]) == 0


def test_without_a_terminal_nothing_is_made(site: Path, link: Asked) -> None:
    before = bytes_of(site)
    assert "--print" in link("add", "executives", status=2)
    assert "--print" in link("add", "acme", "--again", "0000000a", status=2)
    assert bytes_of(site) == before


def test_on_a_terminal_it_is_printed(link: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert ADDRESS.fullmatch(link("add", "executives"))


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-23T18:00:00Z", "lies in the past"),
        ("2026-12-24", "is not a time"),
        ("2026-12-24T18:00", "no offset"),
        ("2026-13-24T18:00Z", "does not exist"),
    ],
)
def test_an_end_that_is_none_makes_no_link(site: Path, link: Asked, until: str, said: str) -> None:
    before = bytes_of(site)
    assert said in link("add", "acme", "--until", until, "--print", status=2)
    assert bytes_of(site) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nobody"], "unknown-reader"),
        (["public"], "unknown-reader"),
        (["technical"], "link-without-use"),
        (["acme", "--for", "two\nlines"], "not-a-line"),
        (["acme", "--again", "0000000c"], "unknown-link"),
        (["acme", "--again", "0000000b"], "unknown-link"),
    ],
)
def test_what_is_refused_changes_nothing(
    site: Path, link: Asked, words: list[str], code: str
) -> None:
    before = bytes_of(site)
    assert code in link("add", *words, "--print", status=1)
    assert bytes_of(site) == before


@pytest.mark.parametrize(
    ("text", "code"),
    [("ab" * 32, "secret-other"), ("ab" * 31, "secret-wrong"), (None, "no-secret")],
)
def test_no_link_is_made_with_a_secret_that_opens_nothing(
    site: Path, link: Asked, text: str | None, code: str
) -> None:
    (site / NAME).unlink()
    if text is not None:
        put(site, NAME, text).chmod(0o600)
    before = bytes_of(site)
    assert code in link("add", "acme", "--print", status=1)
    assert bytes_of(site) == before


def test_the_variable_is_held_against_the_check_as_well(
    link: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "ab" * 32)
    assert "secret-other" in link("add", "acme", "--print", status=1)


def test_a_link_is_printed_again(site: Path, link: Asked) -> None:
    first = link("add", "executives", "--print")
    identifier = link("list", "executives").partition(":")[0]
    before = bytes_of(site)
    assert link("add", "executives", "--again", identifier, "--print") == first
    assert bytes_of(site) == before
    elsewhere = link(
        "add", "acme", "--again", "0000000a", "--base", "https://a.example/", "--print"
    )
    assert elsewhere.startswith("https://a.example/")
    assert "leave out" in link("add", "acme", "--again", "0000000a", "--words", "--print", status=2)


def test_a_withdrawn_link_opens_nothing_and_stays_in_the_list(link: Asked) -> None:
    folder, key = key_in(link("add", "executives", "--print"))
    identifier = link("list", "executives").partition(":")[0]
    assert pages(folder, key)
    assert "is withdrawn with the next build" in link("revoke", "executives", identifier)
    assert link("list", "executives") == f"{identifier}: withdrawn\n"
    with pytest.raises(NoSlotError):
        pages(folder, key)
    assert "withdrawn already" in link("revoke", "executives", identifier, status=1)
    assert "unknown-link" in link("revoke", "executives", "0000000a", status=1)


def test_the_list_tells_states_and_no_keys(site: Path, link: Asked) -> None:
    text = (
        "name: Acme\nlinks:\n  - {id: 0000000a, until: 2026-11-23T18:00:00Z}\n"
        "  - {id: 0000000b, until: 2026-11-23T19:00:00Z, words: true}\n"
        "  - {id: 0000000c, revoked: true}\n"
    )
    put(site, "site_src/accounts/acme.yml", text)
    assert link("list", "acme") == (
        "0000000a: ended, until 2026-11-23T18:00:00Z\n"
        "0000000b: live, until 2026-11-23T19:00:00Z, six words\n"
        "0000000c: withdrawn\n"
    )
