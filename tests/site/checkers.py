"""Programs that look for faults in pages: axe in a browser, html-validate, the Nu checker and
Lighthouse on files."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.readers.programs import CLIENTS

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGES = CLIENTS / "node_modules"

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Tags of axe's rules: WCAG 2.2 up to AA, and what axe recommends besides."""

_OF_A_FILE = "Resource violates Content Security Policy"
"""What the Nu checker says of a page's own files, since a file on a disk is of no origin."""


def axe(page: "Page", rules: Iterable[str] = RULES) -> list[str]:
    """Return what axe finds wrong with the page as it is shown."""
    page.evaluate((PACKAGES / "axe-core" / "axe.min.js").read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: rules})).violations", [*rules]
    )
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def html_validate(node: Path, pages: Iterable[Path]) -> list[str]:
    """Return what html-validate finds wrong with pages."""
    script = PACKAGES / "html-validate" / "bin" / "html-validate.mjs"
    config = CLIENTS / "validate.json"
    line = [*map(str, (node, script, "--config", config, "--formatter", "json", *pages))]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    return [
        f"{each['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for each in json.loads(done.stdout)
        for message in each["messages"]
    ]


def nu(java: Path, pages: Iterable[Path]) -> list[str]:
    """Return what the Nu checker, by which the W3C validates, finds wrong with pages."""
    program = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    line = [*map(str, (java, "-Xss4m", "-jar", program, "--format", "json", "--stdout", *pages))]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    return [
        f"{each['url']}:{each.get('lastLine')}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
        if not each["message"].startswith(_OF_A_FILE)
    ]


def lighthouse(node: Path, chromium: Path, address: str) -> Iterator[tuple[str, float]]:
    """Yield what Lighthouse gives a page, from 0 to 1, by category."""
    script = PACKAGES / "lighthouse" / "cli" / "index.js"
    flags = "--chrome-flags=--headless=new --no-sandbox"
    line = [str(node), str(script), address, "--quiet", "--output=json", flags]
    done = subprocess.run(
        line, env={"CHROME_PATH": str(chromium)}, capture_output=True, text=True, check=True
    )
    for name, category in json.loads(done.stdout)["categories"].items():
        yield name, category["score"]
