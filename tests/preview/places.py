"""A site with readers of every kind, and a preview of it."""

import subprocess
from datetime import datetime
from pathlib import Path

from builder.preview.showing import Showing
from tests.build.sites import NOW, incident, lay, put, update

PUBLIC = "audience:public"
EXECUTIVES = "audience:executives"
ACME = "account:acme"
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives: {name: The board, reads: [public], links: [{id: 00000001}]}
"""
BODY = "Payments fail.\n\n::: executives\nIt costs.\n:::\n\n::: account acme\nWe call you.\n:::"
DRAFT = "---\nstatus: identified\nat: 2026-11-23T14:20:00Z\ndraft: true\n---\nWe know why.\n"


def site_with_readers(root: Path) -> Path:
    lay(root)
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", "name: Acme\ncomponents: [checkout]\n")
    states = "{checkout: major_outage}"
    incident(
        root, "checkout", u20261123T1405Z=update("investigating", "14:05", BODY, components=states)
    )
    incident(root, "quiet", "title: Quiet", u20261122=update("resolved", "09:00"))
    return root


def committed(root: Path) -> Path:
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "As it is")):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(["git", *who, *words], cwd=root, check=True)
    return root


def showing(root: Path, now: datetime = NOW) -> Showing:
    made = Showing(root, lambda: now, {})
    made.refresh()
    return made
