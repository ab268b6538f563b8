"""Histories of incidents to build: always the same for the same number of them.

``python -m tests.bench.histories FOLDER COUNT [ACCOUNTS]``: with a number of accounts, even none,
the five private audiences are told as well.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.bench.private_words import reader_files, sections
from tests.bench.prose import SERVICES, SYMPTOMS, body

SEED = 1847
NEWEST = datetime(2025, 6, 30, 18, 0, tzinfo=UTC)
"""When the newest incident begins; fixed, so that no build depends on the day it is run."""
APART = timedelta(hours=8, minutes=43)
"""About a thousand incidents a year."""

GROUPS = {
    "Payments": ("checkout", "payments-api", "refunds", "card-terminals"),
    "Accounts": ("sign-in", "dashboard", "webhooks", "reports"),
    "Delivery": ("e-mail", "exports", "mobile-app", "search"),
}
COMPONENTS = tuple(component for each in GROUPS.values() for component in each)
STATES = ("degraded_performance", "partial_outage", "major_outage")
STAGES = (
    ("investigating", "resolved"),
    ("investigating", "identified", "resolved"),
    ("investigating", "identified", "monitoring", "resolved"),
    ("investigating", "identified", "monitoring", "resolved"),
    ("investigating", "investigating", "identified", "monitoring", "resolved"),
    ("investigating", "identified", "identified", "monitoring", "monitoring", "resolved"),
)
"""Two to six updates, four on average."""


def write_history(folder: Path, count: int, accounts: int | None = None) -> None:
    """Write a site with so many incidents into a folder that is not there yet."""
    for path, text in files(count, accounts):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def files(count: int, accounts: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of the site, the newest incident last.

    What everyone reads is the same with ``accounts`` and without.
    """
    yield "site_src/site.yml", _site()
    yield "site_src/components.yml", _components()
    if accounts is not None:
        yield from reader_files(accounts, COMPONENTS)
    for number in range(count):
        began = NEWEST - APART * (count - 1 - number)
        for path, text in _incident(number, began):
            more = "" if accounts is None else sections(path, accounts)
            yield path, text + more


def newest_update(folder: Path) -> Path:
    """Return the file of the last update of an incident of the newest day."""
    incident = max((folder / "incidents").iterdir())
    return max(each for each in incident.iterdir() if each.name != "incident.md")


def _site() -> str:
    return (
        "name: Example\n"
        "url: https://status.example.com\n"
        "time_zone: Etc/UTC\n"
        "languages: [en]\n"
        "ids: {authority: status.example.com, year: 2026}\n"
    )


def _components() -> str:
    lines = ["groups:"]
    for name, components in GROUPS.items():
        lines += [f"  - id: {name.lower()}", f"    name: {name}", "    components:"]
        for component in components:
            title = component.replace("-", " ").capitalize()
            lines.append(f"      - {{id: {component}, name: {title}}}")
    return "\n".join(lines) + "\n"


def _incident(number: int, began: datetime) -> Iterator[tuple[str, str]]:
    random = Random(f"{SEED}:{number}")
    service, symptom = random.choice(SERVICES), random.choice(SYMPTOMS)
    slug = f"{service}-{symptom}".lower().removeprefix("the ").replace(" ", "-")
    folder = f"incidents/{began:%Y-%m-%d}-{slug}-{number:05}"
    started = began - timedelta(minutes=random.randint(1, 12))
    yield (
        f"{folder}/incident.md",
        f"---\ntitle: Requests to {service} {symptom}\n"
        f"priority: P{random.randint(1, 4)}\nstarted: {started:%Y-%m-%dT%H:%M:%SZ}\n---\n",
    )
    touched = random.sample(COMPONENTS, random.choice((1, 1, 2, 3)))
    at = began
    for stage in random.choice(STAGES):
        name = f"{at:%Y%m%dT%H%MZ}-{stage}.md"
        yield f"{folder}/{name}", _update(random, stage, at, touched)
        at += timedelta(minutes=random.randint(6, 55))


def _update(random: Random, stage: str, at: datetime, touched: list[str]) -> str:
    lines = ["---", f"status: {stage}"]
    if random.random() < 0.5:
        lines.append(f"at: {at:%Y-%m-%dT%H:%M:00Z}")
    if stage in ("investigating", "identified"):
        lines += ["next_update: +20m", "components:"]
        lines += [f"  {component}: {random.choice(STATES)}" for component in touched]
    elif stage == "monitoring" and random.random() < 0.5:
        lines += ["components:", f"  {touched[0]}: operational"]
    return "\n".join([*lines, "---", body(random)])


if __name__ == "__main__":
    write_history(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:]))
