"""Statuspage from its address, against a server of our own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from builder.importers import import_history
from builder.importers.reading.fetching import FetchError, fetch_answers

PAGE = {"id": "p1", "name": "Plant", "url": "https://status.plant.example", "time_zone": "Etc/UTC"}
ANSWERS = {
    "summary.json": {"page": PAGE, "components": [{"id": "c1", "name": "Shop", "position": 1}]},
    "components.json": {"page": PAGE, "components": [{"id": "c1", "name": "Shop", "position": 1}]},
    "incidents.json": {
        "page": PAGE,
        "incidents": [
            {
                "id": "i1",
                "name": "Slow",
                "impact": "minor",
                "components": [{"id": "c1", "name": "Shop"}],
                "incident_updates": [
                    {
                        "id": "u1",
                        "status": "investigating",
                        "body": "Orders.",
                        "display_at": "2024-03-01T10:00:00.000Z",
                    }
                ],
            }
        ],
    },
    "scheduled-maintenances.json": {"page": PAGE, "scheduled_maintenances": []},
}


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/away/"):
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        answer = ANSWERS.get(self.path.removeprefix("/api/v2/"))
        self.send_response(200 if answer else 404)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["", "/", "/api/v2/summary.json"])
def test_a_page_is_fetched(address: str, path: str, tmp_path: Path) -> None:
    result = import_history(
        "statuspage", address + path, tmp_path, severity_map=None, time_zone=None, force=False
    )
    assert result.problems == ()
    assert (result.incidents, result.updates) == (1, 1)


@pytest.mark.parametrize("source", ["http://", "http://a:b@plant.example", "http://127.0.0.1:1"])
def test_addresses_that_lead_nowhere(source: str, tmp_path: Path) -> None:
    result = import_history(
        "statuspage", source, tmp_path, severity_map=None, time_zone=None, force=False
    )
    assert [problem.code for problem in result.problems] == ["import-source"]


def test_a_redirect_leads_to_the_web_alone(address: str) -> None:
    with pytest.raises(FetchError):
        fetch_answers(f"{address}/away/", ("summary.json",))


def test_an_answer_that_is_missing(address: str) -> None:
    with pytest.raises(FetchError):
        fetch_answers(address, ("none.json",))
