"""The example site is right, today and for whoever tries it in a year."""

from pathlib import Path

import pytest

from builder.cli.main import main


@pytest.mark.parametrize(
    "now", ["2026-11-24T12:00:00Z", "2027-11-23T12:00:00Z", "2030-03-10T02:00:00Z"]
)
def test_the_example_has_no_problem(
    root: Path, capsys: pytest.CaptureFixture[str], now: str
) -> None:
    status = main(["check", "--strict", "--source", str(root), "--now", now])
    assert status == 0, capsys.readouterr().out


def test_no_incident_of_the_example_stays_open(root: Path) -> None:
    for incident in (root / "incidents").iterdir():
        text = (incident / "incident.md").read_text(encoding="utf-8")
        if "kind:" in text:
            continue
        last = max(path.name for path in incident.glob("20*Z-*.md"))
        assert last.removesuffix(".md").endswith(("resolved", "postmortem")), incident.name


def test_each_public_update_of_the_large_incident_is_translated(root: Path) -> None:
    incident = root / "incidents/2026-11-17-card-payments-europe"
    updates = [path for path in incident.glob("20*Z-*.md") if path.stem.count(".") == 0]
    assert updates
    for update in updates:
        limited = "\naudience:" in update.read_text(encoding="utf-8")
        assert limited or update.with_name(f"{update.stem}.fr.md").is_file(), update.name
