import pytest

from builder.render.incident_names import named_by_id


@pytest.mark.parametrize(
    ("incident", "name"),
    [
        ("2026-11-23-checkout-errors", "checkout errors"),
        ("2024-03-01-New-disks-m1", "New disks m1"),
        ("2026-11-23_2026-11-24-again", "2026 11 24 again"),
        ("outage", "outage"),
        ("2026-11-23", "2026 11 23"),
        ("2026-11-23-", "2026-11-23-"),
    ],
)
def test_words_of_an_id(incident: str, name: str) -> None:
    assert named_by_id(incident) == name
