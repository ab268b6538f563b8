"""A small site that is right in every way, for tests to put something wrong into."""

from datetime import UTC, datetime
from pathlib import Path

from builder.source.incidents import IncidentReading, read_incident
from builder.source.message_templates import read_message_templates
from builder.source.scan import scan
from builder.source.site import SiteReading, read_site
from builder.vocabulary.problems import Problem, in_order

OUTAGE = "incidents/outage"
UPDATE = f"{OUTAGE}/20261123T0810Z-investigating.md"
LATEST = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)

FILES = {
    "site_src/site.yml": (
        "name: Example\nurl: https://status.example.com\nlanguages: [en, fr, pt-BR]\n"
    ),
    "site_src/components.yml": (
        "groups:\n"
        "  - id: payments\n"
        "    name: Payments\n"
        "    components:\n"
        "      - {id: checkout, name: Checkout, aliases: [web-checkout]}\n"
        "      - {id: payments-api, name: Payments API}\n"
        "components:\n"
        "  - {id: website, name: Website}\n"
    ),
    "site_src/accounts/acme.yml": "name: Acme\ncomponents: [checkout]\n",
    "site_src/accounts/globex.yml": "name: Globex\n",
    f"{OUTAGE}/incident.md": "---\ntitle: Payments are slow\n---\n",
    UPDATE: "---\nstatus: investigating\n---\nPayments take up to ten seconds.\n",
}


def write(root: Path, files: dict[str, bytes]) -> None:
    """Write the sample site, with some files in place of its own or besides."""
    everything = {path: text.encode() for path, text in FILES.items()} | files
    for path, data in everything.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def read(
    root: Path, latest: datetime = LATEST
) -> tuple[SiteReading, dict[str, IncidentReading], tuple[Problem, ...]]:
    """Read a whole site as a build does: the site, its incidents, and every problem in order."""
    snapshot = scan(root)
    site = read_site(snapshot)
    known = frozenset(folder.id for folder in snapshot.folders)
    incidents = {
        folder.id: read_incident(folder, site.site, root, known, latest)
        for folder in snapshot.folders
    }
    templates = [file.path for file in snapshot.templates]
    found = [*snapshot.problems, *site.problems]
    found += read_message_templates(root, templates, site.site).problems
    for incident in incidents.values():
        found += incident.problems
    return site, incidents, in_order(found)


def problems(root: Path, latest: datetime = LATEST) -> tuple[Problem, ...]:
    """Every problem of a site, in order."""
    return read(root, latest)[2]
