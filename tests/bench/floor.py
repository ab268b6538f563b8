"""The floor: the libraries alone on the same files, one page an incident, nothing else.

No rule is checked, no page lists another, nothing is remembered. What a build takes beyond this is
its own doing. ``python -m tests.bench.floor SOURCE OUT``
"""

import os
import sys
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt


def build(source: Path, out: Path) -> None:
    """Write a page for each incident below ``source`` into ``out``."""
    templates = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=templates, autoescape=True).get_template("floor_page.html")
    markdown = MarkdownIt("commonmark")
    os.makedirs(out, exist_ok=True)
    incidents = os.path.join(source, "incidents")
    for name in sorted(os.listdir(incidents)):
        folder = os.path.join(incidents, name)
        incident: dict[str, Any] = {}
        updates = []
        for file in sorted(os.listdir(folder)):
            with open(os.path.join(folder, file), encoding="utf-8") as opened:
                _, front, body = opened.read().split("---\n", 2)
            keys = yaml.load(front, yaml.CSafeLoader)
            if file == "incident.md":
                incident = keys
            else:
                updates.append({**keys, "id": file[:-3], "html": markdown.render(body)})
        with open(os.path.join(out, f"{name}.html"), "w", encoding="utf-8") as opened:
            opened.write(page.render(id=name, incident=incident, updates=updates[::-1]))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
