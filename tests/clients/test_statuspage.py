"""Programs that others wrote for Statuspage, unmodified, against the built files."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.build.sites import built, incident, lay, update
from tests.readers.programs import CLIENTS, needs_package
from tests.render.api_contract import (
    COMPONENT,
    INCIDENT,
    KEYS,
    MAINTENANCE,
    PAGE,
    STATUS,
    UPDATE,
    check_v2,
)

SLOW = "6tcfpztf6j9m"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site: an open incident, one that is over, and a window ahead and one now."""
    folder = tmp_path_factory.mktemp("statuspage")
    root = lay(folder / "site")
    incident(
        root,
        "slow",
        f"title: Checkout is slow\norigin: {{system: statuspage, id: {SLOW}}}",
        u20261123T1405Z=update("investigating", "14:05", components="{checkout: partial_outage}"),
        u20261123T1420Z=update("identified", "14:20", "One.\n\nTwo."),
    )
    incident(root, "over", "title: Over", u20261123T1305Z=update("resolved", "13:05"))
    for name, begins, ends in (("ahead", 19, 20), ("now", 17, 19)):
        incident(
            root,
            name,
            f"title: Window {name}\nkind: maintenance\n"
            f"scheduled_for: 2026-11-23T{begins}:00:00Z\n"
            f"scheduled_until: 2026-11-23T{ends}:00:00Z\n"
            "components: {website: under_maintenance}",
            u20261123T1205Z=update("scheduled", "12:05"),
        )
    assert not built(root, folder / "out", folder / "cache").failed
    return folder / "out" / "public"


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(public))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_client_of_npm(address: str, public: Path, tool: Callable[[str], Path]) -> None:
    needs_package("statuspage.io")
    node = tool("node")
    done = subprocess.run(
        [node, str(CLIENTS / "ask.cjs"), address],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    files = {
        "summary": "summary",
        "status": "status",
        "components": "components",
        "incidents": "incidents",
        "unresolved": "incidents/unresolved",
        # The client asks for those that are upcoming in either case.
        "active": "scheduled-maintenances/upcoming",
        "upcoming": "scheduled-maintenances/upcoming",
    }
    for name, file in files.items():
        assert found[name] == json.loads((public / f"api/v2/{file}.json").read_bytes()), name
    assert [each["id"] for each in found["unresolved"]["incidents"]] == [SLOW]
    assert found["status"]["status"]["indicator"] == "minor"


def test_an_exporter_for_prometheus(address: str, tmp_path: Path) -> None:
    services = {"example": {"name": "Example", "url": f"{address}/api/v2/summary.json"}}
    services["example"]["type"] = "status_page"
    (tmp_path / "services.json").write_text(json.dumps(services))
    done = subprocess.run(
        [sys.executable, "-m", "statuspage_prometheus_exporter.status_monitoring"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "RUN_MODE": "once", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    metrics = (tmp_path / "metrics" / "statuspage.prom").read_text()

    def values(name: str, label: str) -> dict[str, float]:
        pattern = rf'^{name}{{[^}}]*\b{label}="([^"]*)"[^}}]*}} (\S+)$'
        return {word: float(value) for word, value in re.findall(pattern, metrics, re.MULTILINE)}

    assert values("statuspage_probe_check", "service_name") == {"Example": 1.0}
    assert values("statuspage_service_status", "service_name") == {"Example": 0.0}
    assert values("statuspage_incident_info", "incident_id") == {SLOW: 1.0}
    assert values("statuspage_incident_info", "affected_components") == {"Checkout": 1.0}
    assert values("statuspage_maintenance_info", "maintenance_name") == {
        "Window ahead": 1.0,
        "Window now": 1.0,
    }
    assert values("statuspage_component_status", "component_name") == {
        "Payments": 0.0,
        "Checkout": 0.0,
        "Payments API": 1.0,
        "Website": 0.0,
    }


def test_an_incident_alone_is_an_object(public: Path) -> None:
    own = json.loads((public / f"incidents/{SLOW}.json").read_bytes())
    assert own.keys() == INCIDENT.keys()
    assert own["incident_updates"][0]["body"] == "One.\n\nTwo."


@pytest.mark.parametrize("name", KEYS)
def test_built_files_hold_the_contract(public: Path, name: str) -> None:
    check_v2(name, json.loads((public / f"api/v2/{name}.json").read_bytes()))


@pytest.mark.parametrize("name", ["data-summary", "data-summary-2", "data-status", "data-status-2"])
def test_the_contract_is_that_of_a_real_service(corpus: Callable[[str], Path], name: str) -> None:
    folder = corpus("statuspage-fixtures-crazymax") / "tests" / "fixtures"
    found = json.loads((folder / f"{name}.json").read_bytes())
    assert found.keys() == set(KEYS["summary" if "summary" in name else "status"])
    same(found["page"], PAGE)
    same(found["status"], STATUS)
    for each in found.get("components", ()):
        same(each, COMPONENT)
    for kind, shape in (("incidents", INCIDENT), ("scheduled_maintenances", MAINTENANCE)):
        for each in found.get(kind, ()):
            same(each, shape)
            for update_ in each["incident_updates"]:
                same(update_, UPDATE)


def same(found: dict[str, Any], shape: dict[str, Callable[[Any], object]]) -> None:
    """Hold a real object against the contract; keys that came to it after the capture may lack."""
    later = {"reminder_intervals", "start_date"}
    assert found.keys() <= shape.keys()
    assert shape.keys() - found.keys() <= later
    for key, value in found.items():
        assert shape[key](value), f"{key}: {value!r}"
