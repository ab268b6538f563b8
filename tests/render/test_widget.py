"""The widget in a real browser, on a page that allows nothing but the one host."""

import gzip
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256, sha384
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from builder.render.interface import interface
from builder.render.widget import (
    FOLDER,
    WIDGETS,
    integrity,
    script_line,
    widget,
    widget_outputs,
    widget_path,
)
from tests.browser import browser
from tests.render import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]

SUMMARY = "/api/v2/summary.json"


def incident(name: object = "Card payments fail", **changes: object) -> dict[str, object]:
    return {
        "name": name,
        "status": "identified",
        "impact": "major",
        "shortlink": "https://status.example.com/incidents/2026-11-23-card-payments.html",
        **changes,
    }


@dataclass
class StatusHost:
    """A status host on this machine. ``answer`` is what it says of the summary: status and
    body."""

    port: int
    answer: tuple[int, bytes] = (200, b"{}")
    held: Event = field(default_factory=Event)
    asked: int = 0
    cookies: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tells(self, *incidents: object) -> None:
        self.answer = (200, json.dumps({"page": {}, "incidents": incidents}).encode())


@contextmanager
def serving(answers: Callable[[str], tuple[int, str, bytes]], cors: bool) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = answers(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if cors:
                self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def host() -> Iterator[StatusHost]:
    found = StatusHost(0)
    found.held.set()

    def answers(path: str) -> tuple[int, str, bytes]:
        if path == f"/{widget_path()}":
            return 200, "text/javascript", widget()
        if path != SUMMARY:
            return 404, "text/plain", b""
        found.asked += 1
        found.held.wait(20)
        return found.answer[0], "application/json", found.answer[1]

    with serving(answers, cors=True) as port:
        found.port = port
        yield found
        found.held.set()


@dataclass
class Company:
    """The company's own page in a browser, and what went against its policy."""

    page: "Page"
    violations: list[str]

    @property
    def text(self) -> str:
        """What the widget says."""
        said = self.page.evaluate(
            "() => document.querySelector('[role=status]')?.shadowRoot.textContent ?? 'none'"
        )
        return str(said)

    @property
    def links(self) -> list[str]:
        found = self.page.evaluate(
            "() => [...document.querySelector('[role=status]').shadowRoot.querySelectorAll('a')]"
            ".map(link => link.href)"
        )
        return [str(link) for link in found]


@pytest.fixture
def visit(browser: "Browser", host: StatusHost) -> "Iterator[Callable[..., Company]]":
    """Open a page of the company's under ``default-src 'none'`` plus the one host."""
    stack = ExitStack()

    def open_page(
        attributes: str = 'data-lang="en"', head: bool = False, **options: Any
    ) -> Company:
        policy = f"default-src 'none'; script-src {host.address}; connect-src {host.address}"
        script = (
            f'<script src="{host.address}/{widget_path()}" integrity="{integrity()}" '
            f'crossorigin="anonymous" {attributes} async></script>'
        )
        body = (
            f"<!doctype html><html lang=en><head><title>Larkspur</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name=viewport content="width=device-width">'
            f"<meta name=color-scheme content='light dark'>{script if head else ''}</head>"
            f"<body><h1>Larkspur Pay</h1>{'' if head else script}<p>Our own words.</p></body>"
        ).encode()
        context = browser.new_context(**options)
        stack.callback(context.close)
        page = context.new_page()
        company = Company(page, [])
        page.on("pageerror", lambda error: company.violations.append(str(error)))
        page.on(
            "console",
            lambda said: (
                company.violations.append(said.text)
                if "Content Security Policy" in said.text or "integrity" in said.text
                else None
            ),
        )
        # A page of this machine: browsers ask before others may reach what runs here.
        port = stack.enter_context(serving(lambda _: (200, "text/html", body), cors=False))
        page.set_default_timeout(10_000)
        page.goto(f"http://localhost:{port}/")
        page.wait_for_selector("[role=status]", state="attached")
        return company

    with stack:
        yield open_page


def shown(company: Company) -> str:
    company.page.wait_for_function(
        "() => document.querySelector('[role=status]').shadowRoot.childElementCount"
    )
    assert company.violations == []
    return company.text


def settled(company: Company, host: StatusHost) -> str:
    """Wait until the answer has been taken in."""
    company.page.wait_for_load_state("networkidle")
    assert host.asked
    assert company.violations == []
    return company.text


def test_it_is_small_and_its_address_follows_its_bytes() -> None:
    assert len(gzip.compress(widget(), 9)) <= 3_000
    assert widget().isascii()
    assert "innerHTML" not in widget().decode()
    assert "document.write" not in widget().decode()
    assert "eval" not in widget().decode()


def test_every_script_lies_under_the_hash_of_its_bytes_and_is_served() -> None:
    """An address stands in other people's pages for years: what a page embeds must not change, nor
    go. Whoever makes another script adds a file, and its hash at the end of ``WIDGETS``."""
    assert {file.stem for file in FOLDER.iterdir()} == set(WIDGETS)
    for digest in WIDGETS:
        assert sha256(widget(digest)).hexdigest()[:12] == digest, "a script was changed in place"
    served = {output.path: output.make() for output in widget_outputs()}
    assert served == {f"widget.{digest}.js": widget(digest) for digest in WIDGETS}


def test_the_line_of_before_an_upgrade_still_leads_to_its_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = WIDGETS[-1], "0123456789ab"
    line = script_line(samples.frame())
    for digest in (old, new):
        (tmp_path / f"{digest}.js").write_bytes(widget() if digest == old else b"// later")
    monkeypatch.setattr("builder.render.widget.FOLDER", tmp_path)
    served = {output.path: output.make() for output in widget_outputs((old, new))}
    path = next(path for path in served if f"/{path}" in line)
    assert f"sha384-{b64encode(sha384(served[path]).digest()).decode()}" in line
    assert f"widget.{new}.js" in served


def test_its_words_are_those_of_the_pages() -> None:
    labels = ("stage.investigating", "stage.identified", "stage.monitoring", "open_incidents")
    said = [interface()[label][0] for label in labels]
    assert f"    en: {json.dumps(said)}" in widget().decode()
    catalogues = sorted((samples.THEME_FOLDER / "locales").glob("*/LC_MESSAGES/tocsin.json"))
    assert catalogues
    for file in catalogues:
        forms = json.loads(file.read_text("utf-8"))["forms"]
        said = [forms[label][0] for label in labels]
        assert f"    {file.parts[-3]}: {json.dumps(said)}" in widget().decode()


def test_the_line_names_the_pages_of_a_language() -> None:
    line = script_line(samples.frame(languages=("fr", "en"), folder="fr/"))
    assert f'src="https://status.larkspur.example/{widget_path()}"' in line
    assert 'data-lang="fr" data-pages="fr"' in line
    assert "data-pages" not in script_line(samples.frame())


@pytest.mark.parametrize("head", [False, True])
def test_open_incidents_are_shown(
    host: StatusHost, visit: Callable[..., Company], head: bool
) -> None:
    host.tells(incident(), incident("Search is slow", status="monitoring", impact="minor"))
    company = visit(head=head)
    text = shown(company)
    assert text == "◆ Identified: Card payments fail▲ Monitoring: Search is slow"
    assert company.links == [incident()["shortlink"]] * 2
    edge = company.page.evaluate(
        "() => getComputedStyle(document.querySelector('[role=status]').shadowRoot"
        ".querySelector('section')).borderInlineStartWidth"
    )
    assert float(edge.removesuffix("px")) > 4


def test_language_and_its_pages(host: StatusHost, visit: Callable[..., Company]) -> None:
    host.tells(incident(shortlink=f"{host.address}/incidents/one.html"))
    company = visit('data-lang="fr" data-pages="fr"')
    assert shown(company).startswith("◆ Cause identifiée: ")
    assert company.links == [f"{host.address}/fr/incidents/one.html"]


def test_many_are_cut_short(host: StatusHost, visit: Callable[..., Company]) -> None:
    host.tells(*(incident(f"Number {number}") for number in range(30)))
    company = visit()
    text = shown(company)
    assert "Number 4" in text
    assert "Number 5" not in text
    assert text.endswith("Open incidents")
    assert company.links[-1] == f"{host.address}/index.html"


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</section><style>*{display:none}</style>",
    "\u202egnirts \u2066x",
    "constructor",
    "x" * 10_000,
    "\U0001f469\u200d\U0001f4bb" * 500,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_are_text(
    host: StatusHost, visit: Callable[..., Company], name: str
) -> None:
    host.tells(incident(name))
    company = visit()
    text = shown(company).removeprefix("◆ Identified: ")
    assert text == name if len(name) < 200 else len(text) < 500
    found = company.page.evaluate(
        "() => [...document.querySelector('[role=status]').shadowRoot.querySelectorAll('*')]"
        ".map(each => each.localName)"
    )
    assert set(found) <= {"section", "ul", "li", "span", "a"}


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "http://status.example.com/",
        "//status.example.com/",
        "vbscript:x",
        "",
        None,
        {"href": "https://x"},
    ],
)
def test_only_safe_links(host: StatusHost, visit: Callable[..., Company], link: object) -> None:
    host.tells(incident(shortlink=link))
    company = visit()
    assert shown(company) == "◆ Identified: Card payments fail"
    assert company.links == []


@pytest.mark.parametrize(
    "odd",
    [
        incident(name=7),
        incident(name=""),
        None,
        "text",
        incident(status="constructor", impact="__proto__", name="Odd"),
    ],
)
def test_odd_incidents_do_no_harm(
    host: StatusHost, visit: Callable[..., Company], odd: object
) -> None:
    host.tells(odd, incident())
    assert shown(visit()).endswith("◆ Identified: Card payments fail")


@pytest.mark.parametrize(
    "answer",
    [
        (200, json.dumps({"incidents": []}).encode()),
        (200, b"{"),
        (200, b""),
        (200, b"<!doctype html>"),
        (200, b"null"),
        (200, b'{"incidents": null}'),
        (200, b'{"incidents": {"constructor": 1}}'),
        (404, b'{"incidents": [{"name": "x"}]}'),
        (500, b""),
    ],
)
def test_nothing_is_shown(
    host: StatusHost, visit: Callable[..., Company], answer: tuple[int, bytes]
) -> None:
    host.answer = answer
    company = visit()
    assert settled(company, host) == ""
    box = company.page.locator("[role=status]").bounding_box()
    assert box is not None
    assert box["height"] == 0


def test_a_slow_host_holds_nothing_up(host: StatusHost, visit: Callable[..., Company]) -> None:
    host.held.clear()
    host.tells(incident())
    company = visit()
    assert company.text == ""
    assert company.page.inner_text("p") == "Our own words."
    host.held.set()
    assert "Card payments fail" in shown(company)


def test_a_host_that_is_gone(host: StatusHost, visit: Callable[..., Company]) -> None:
    host.tells(incident())
    company = visit()
    shown(company)
    company.page.route(f"**{SUMMARY}", lambda route: route.abort())
    company.page.reload()
    company.page.wait_for_selector("[role=status]", state="attached")
    company.page.wait_for_load_state("networkidle")
    assert company.text == ""
    company.page.route("**/widget.*", lambda route: route.abort())
    company.page.reload()
    assert company.page.inner_text("p") == "Our own words."
    assert company.violations == []


def test_other_bytes_do_not_run(host: StatusHost, visit: Callable[..., Company]) -> None:
    host.tells(incident())
    company = visit()
    shown(company)
    company.page.route(
        "**/widget.*",
        lambda route: route.fulfill(
            body=widget() + b"\n", headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    company.page.reload()
    company.page.wait_for_load_state("networkidle")
    assert company.text == "none"
