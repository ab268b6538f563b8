"""nginx and Caddy with the files of a build: who is let in, who is not, and what is told to both.

For every file of every tree; none of it is about our own code alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.seal.hosts_headers import checked_headers, sealed_headers
from tests.hosts.private_site import (
    CHECKED,
    SEALED,
    build_site,
    folder,
    lay_site,
    paths_in,
)
from tests.hosts.servers import SERVERS, Server

PASSWORDS = {
    "audience:technical": "one of the engineers",
    "account:acme": "one of Acme",
    "account:globex": "one of Globex",
}
UNKNOWN = (
    "/",
    "/index.html",
    "/favicon.ico",
    "/aaaaaaaaaaaaaaaaaaaaaaaaaa/",
    "/aaaaaaaaaaaaaaaaaaaaaaaaaa/index.html",
    "/aaaaaaaaaaaaaaaaaaaaaaaaaa/updates.atom",
    "/readers.txt",
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Hosted:
    """A built site, and the servers of both kinds of trees."""

    out: Path
    checked: Server
    sealed: Server


@pytest.fixture(scope="module", params=sorted(SERVERS))
def hosted(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    tool: Callable[[str], Path],
) -> Iterator[Hosted]:
    """The site served by a real server from the files that the build wrote."""
    command = tool(request.param)
    tool("openssl")
    base = tmp_path_factory.mktemp(request.param)
    build_site(lay_site(base / "site"), base / "out", base / "cache")
    ending = {"nginx": "nginx.conf", "caddy": "caddy"}[request.param]
    files = {kind: base / "cache" / "hosts" / f"{kind}.{ending}" for kind in ("checked", "sealed")}
    passwords = {folder(reader): word for reader, word in PASSWORDS.items()}
    run = SERVERS[request.param]
    with run(command, base / "server", base / "out" / "private", files, passwords) as servers:
        yield Hosted(base / "out", servers["checked"], servers["sealed"])


@pytest.mark.parametrize("reader", CHECKED)
def test_every_file_is_for_its_own_reader_alone(hosted: Hosted, reader: str) -> None:
    paths = paths_in(hosted.out, reader)
    assert any(path.endswith(".atom") for path in paths)
    assert any("/incidents/" in path for path in paths) or reader == "account:globex"
    for path in paths:
        answer = hosted.checked.get(path)
        assert answer.status == 401, path
        assert answer.headers["www-authenticate"] == 'Basic realm="Private status page"'
        for other, password in PASSWORDS.items():
            answer = hosted.checked.get(path, "reader", password)
            if other != reader:
                assert answer.status in (401, 403), (path, other)
            elif path.endswith(reader and folder(reader)):
                assert answer.status in (301, 307, 308), path
                assert answer.headers["location"].endswith(f"/{folder(reader)}/")
            else:
                assert answer.status == 200, path
                file = path + "index.html" if path.endswith("/") else path
                assert answer.body == (hosted.out / "private" / file[1:]).read_bytes()
        assert hosted.checked.get(path, "reader", "no password").status == 401
        assert hosted.checked.get(path, "reader", "").status == 401


@pytest.mark.parametrize("credentials", [("", ""), ("reader", "no password"), ("nobody", "word")])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"])
def test_unknown_paths_answer_as_known_ones_do(
    hosted: Hosted, credentials: tuple[str, str], method: str
) -> None:
    known = [path for reader in CHECKED for path in paths_in(hosted.out, reader)]
    missing = [f"/{folder(reader)}/nothing.html" for reader in CHECKED]
    sealed = [path for reader in SEALED for path in paths_in(hosted.out, reader)]
    by_ending: dict[str, tuple[object, ...]] = {}
    for path in (*known, *missing, *sealed, *UNKNOWN):
        answer = hosted.checked.get(path, *credentials, method=method)
        assert answer.status == 401, path
        ending = path.rpartition("/")[2].rpartition(".")[2]
        assert by_ending.setdefault(ending, answer.alike) == answer.alike, path


def test_another_readers_password_tells_no_more(hosted: Hosted) -> None:
    known = [path for path in paths_in(hosted.out, "account:acme") if path.endswith(".html")]
    answers = {
        repr(hosted.checked.get(path, "reader", PASSWORDS["account:globex"]).alike)
        for path in (*known, f"/{folder('account:acme')}/nothing.html", "/no/such.html")
    }
    assert len(answers) == 1


def test_no_path_leads_around_the_password(hosted: Hosted) -> None:
    acme, globex = folder("account:acme"), folder("account:globex")
    ways = (
        f"/{globex}/../{acme}/index.html",
        f"/{globex}/%2e%2e/{acme}/index.html",
        f"/{globex}/..%2f{acme}/index.html",
        f"/{globex}//../{acme}/index.html",
        f"//{acme}/index.html",
        f"/./{acme}/index.html",
        f"/{globex}/..;/{acme}/index.html",
        f"/{globex}/..\\{acme}\\index.html",
        f"/%{ord(acme[0]):02x}{acme[1:]}/index.html",
        f"/{acme}/index.html%00",
        f"/{acme.upper()}/index.html",
        f"/{globex}/../../cache/hosts/readers.txt",
    )
    page = (hosted.out / "private" / acme / "index.html").read_bytes()
    for path in ways:
        for credentials in ((), ("reader", PASSWORDS["account:globex"])):
            answer = hosted.checked.get(path, *credentials)
            assert answer.status != 200, path
            assert page not in answer.body, path


def test_what_is_not_there_is_told_to_its_reader_alone(hosted: Hosted) -> None:
    path = f"/{folder('account:acme')}/nothing.html"
    assert hosted.checked.get(path, "reader", PASSWORDS["account:acme"]).status == 404
    listing = f"/{folder('account:acme')}/incidents/"
    assert hosted.checked.get(listing, "reader", PASSWORDS["account:acme"]).status in (403, 404)


def style_hash(out: Path) -> str:
    page = (out / "private" / folder("account:acme") / "index.html").read_text()
    return page.split("style-src '", 1)[1].partition("'")[0]


def test_headers_of_open_pages(hosted: Hosted) -> None:
    wanted = checked_headers(style_hash(hosted.out))
    reader = "account:acme"
    for path in (*paths_in(hosted.out, reader)[2:], f"/{folder(reader)}/nothing.html"):
        for credentials in ((), ("reader", PASSWORDS[reader])):
            answer = hosted.checked.get(path, *credentials)
            assert headers(answer.headers, wanted) == wanted, path


def test_headers_of_sealed_trees(hosted: Hosted) -> None:
    wanted = sealed_headers()
    for reader in SEALED:
        for path in paths_in(hosted.out, reader)[2:]:
            answer = hosted.sealed.get(path)
            assert answer.status == 200, path
            assert headers(answer.headers, wanted) == wanted, path


def headers(found: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: found.get(name.lower(), "") for name in wanted}


def test_a_host_of_sealed_trees_serves_nothing_else(hosted: Hosted) -> None:
    for reader in CHECKED:
        for path in paths_in(hosted.out, reader):
            assert hosted.sealed.get(path).status == 404, path
    for path in UNKNOWN:
        assert hosted.sealed.get(path).status == 404, path


def test_content_types(hosted: Hosted) -> None:
    seen = set()
    for reader in CHECKED:
        for path in paths_in(hosted.out, reader)[2:]:
            ending = Path(path).suffix or ".html"
            answer = hosted.checked.get(path, "reader", PASSWORDS[reader])
            assert answer.headers["content-type"] == TYPES[ending], path
            seen.add(ending)
    for reader in SEALED:
        for path in paths_in(hosted.out, reader)[2:]:
            ending = Path(path).suffix
            if ending in TYPES:
                assert hosted.sealed.get(path).headers["content-type"] == TYPES[ending], path
                seen.add(ending)
    assert seen == TYPES.keys()
