"""The preview over HTTP: what it answers, and whom it turns away."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from builder.preview.listeners import Listeners
from builder.preview.running import serve
from builder.preview.showing import Showing
from tests.preview.places import ACME, EXECUTIVES, PUBLIC, committed, showing, site_with_readers


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


class Preview:
    """A preview that runs on this machine."""

    def __init__(self, showing: Showing, listeners: Listeners, port: int) -> None:
        self.showing = showing
        self.listeners = listeners
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        with self.asked(path, method, **headers) as answer:
            return Answer(answer.status, answer.headers, answer.read())

    @contextmanager
    def asked(
        self, path: str, method: str = "GET", **headers: str
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={**named, "Connection": "close"})
        with connection.getresponse() as answer:
            yield answer
        connection.close()

    def get(self, path: str) -> dict[str, object]:
        return dict(json.loads(self.ask(path).body))


@contextmanager
def running(shown: Showing, token: str = "") -> Iterator[Preview]:
    import uvicorn

    servers: list[uvicorn.Server] = []
    run = uvicorn.Server.run
    listeners = Listeners()
    with socket.create_server(("127.0.0.1", 0)) as bound, pytest.MonkeyPatch.context() as patch:

        def kept(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
            servers.append(server)
            run(server, sockets=sockets)

        patch.setattr(uvicorn.Server, "run", kept)
        port = bound.getsockname()[1]
        thread = threading.Thread(target=serve, args=(shown, listeners, bound, token))
        thread.start()
        try:
            yield Preview(shown, listeners, port)
        finally:
            servers[0].should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = committed(site_with_readers(tmp_path_factory.mktemp("site")))
    with running(showing(root)) as found:
        yield found


@pytest.mark.parametrize("reader", [PUBLIC, EXECUTIVES, ACME])
def test_the_pages_of_every_reader(preview: Preview, reader: str) -> None:
    answer = preview.ask(f"/pages/now/{reader}/incidents/checkout.html")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Payments fail" in answer.body
    assert preview.ask(f"/pages/now/{reader}/").status == 200


def test_what_the_board_is_told(preview: Preview) -> None:
    state = preview.get("/state.json")
    assert state["whole"] is True
    assert state["problems"] == []
    assert state["readers"] == [
        {"name": PUBLIC, "label": "Everyone"},
        {"name": EXECUTIVES, "label": "The board"},
        {"name": ACME, "label": "Acme"},
    ]
    assert state["incidents"] == [
        {"id": "checkout", "title": "Checkout errors"},
        {"id": "quiet", "title": "Quiet"},
    ]
    assert preview.get("/differences.json") == {"readers": []}


def test_another_moment_by_its_address(preview: Preview) -> None:
    assert preview.get("/state.json?now=2026-11-23T14:00:00Z")["now"] == "2026-11-23T14:00:00Z"
    gone = preview.ask(f"/pages/2026-11-23T14:00:00Z/{PUBLIC}/incidents/checkout.html")
    assert gone.status == 404
    wrong = preview.ask("/state.json?now=yesterday")
    assert wrong.status == 400
    assert b"Write it like" in wrong.body


def test_a_change_is_told_at_once(preview: Preview) -> None:
    with preview.asked("/events") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        first = preview.showing.version
        assert stream.readline() == f"data: {first}\n".encode()
        preview.showing.refresh()
        preview.listeners.tell()
        assert stream.readline() == b"\n"
        assert stream.readline() == f"data: {first + 1}\n".encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "status.example.com"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/state.json", "/events", f"/pages/now/{ACME}/"])
def test_who_comes_from_elsewhere_is_turned_away(
    preview: Preview, path: str, headers: dict[str, str]
) -> None:
    answer = preview.ask(path, **headers)
    assert answer.status == 403
    assert b"Acme" not in answer.body


def test_a_link_may_be_followed_here(preview: Preview) -> None:
    visit = {
        "Sec_Fetch_Site": "cross-site",
        "Sec_Fetch_Mode": "navigate",
        "Sec_Fetch_Dest": "document",
    }
    assert preview.ask("/", **visit).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_is_changed_here(preview: Preview, method: str) -> None:
    assert preview.ask("/state.json", method).status == 405


@pytest.mark.parametrize("path", ["/", "/state.json", f"/pages/now/{ACME}/", "/nothing", "/a/b"])
def test_every_answer_keeps_to_itself(preview: Preview, path: str) -> None:
    headers = preview.ask(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Access-Control-Allow-Origin" not in headers


def test_from_elsewhere_only_with_the_token(tmp_path: Path) -> None:
    with running(showing(site_with_readers(tmp_path)), "the-token") as preview:
        asked = {"Host": "desk.example:8000"}
        for path in ("/", "/state.json", "/?token=", "/?token=another"):
            assert preview.ask(path, **asked).status == 403
        answer = preview.ask("/?token=the-token", **asked)
        assert answer.status == 303
        assert answer.headers["Location"] == "/"
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        asked["Cookie"] = cookie.partition(";")[0]
        assert preview.ask("/state.json", **asked).status == 200
        assert preview.ask("/state.json", Origin="http://evil.example", **asked).status == 403
