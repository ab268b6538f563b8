"""The JSON of our own: each file is what the published schema says, and tells what pages tell."""

from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from builder.model.incident import Incident
from tests.render.api_samples import files, files_of
from tests.views.fixtures import site
from tests.views.histories import after, sites

OWN = "api/tocsin/v1"
OPEN = (
    "14:05 investigating checkout=partial_outage next=14:30\n14:20 identified title=Slow next=15:30"
)


def own(found: dict[str, Any], name: str) -> Any:
    return found[f"{OWN}/{name}.json"]


def check(found: dict[str, Any]) -> None:
    """Hold every file against the part of the schema that is meant for it."""
    schema = own(found, "schema")
    Draft202012Validator.check_schema(schema)
    for path, content in found.items():
        if path.startswith(OWN) and path != f"{OWN}/schema.json":
            folder = path.removeprefix(f"{OWN}/").rpartition("/")[0]
            kind = {"": "status", "incidents": "incident", "history": "history"}[folder]
            part = {**schema, "anyOf": [{"$ref": f"#/$defs/{kind}"}]}
            validator = Draft202012Validator(
                part, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
            assert not list(validator.iter_errors(content)), path


def test_the_state_of_the_site() -> None:
    found = files("15:00", one=OPEN, two="window 18:00-19:00 db=under_maintenance\n14:00 scheduled")
    check(found)
    status = own(found, "status")
    assert (status["indicator"], status["updated"]) == ("minor", "2026-11-23T14:20:00Z")
    assert [group["id"] for group in status["groups"]] == ["payments", None]
    (one,) = status["incidents"]
    assert one == own(found, "incidents/one")
    assert one["title"] == {"en": "Slow"}
    assert one["next_update"] == "2026-11-23T15:30:00Z"
    assert [update["next_update"] for update in one["updates"]] == [
        "2026-11-23T14:30:00Z",
        "2026-11-23T15:30:00Z",
    ]
    assert one["timeline"] == [
        {
            "component": "checkout",
            "state": "partial_outage",
            "since": "2026-11-23T14:05:00Z",
            "until": None,
        }
    ]
    assert [each["id"] for each in status["maintenance"]["upcoming"]] == ["two"]
    assert status["history"] == "https://status.example.com/api/tocsin/v1/history/2026-11.json"


def test_by_which_policy_uptime_is_counted() -> None:
    said = own(files("15:00", one=OPEN), "status")["uptime_policy"]
    assert said["name"] == "statuspage"
    assert said["weights"]["major_outage"] == 1
    assert said["weights"]["partial_outage"] == 0.3
    assert said["groups"] == "mean"


def test_what_was_said_again() -> None:
    found = files(
        "16:00",
        one="14:05 investigating id=a checkout=major_outage edited=14:06\n"
        "14:10 investigating id=b corrects=a checkout=partial_outage\n"
        "14:15 identified id=c withdrawn=14:20\n"
        "14:30 identified id=d redacted=14:40\n"
        "15:00 resolved id=e\n"
        "15:30 investigating id=f",
    )
    check(found)
    by_id = {each["id"]: each for each in own(found, "incidents/one")["updates"]}
    assert (by_id["a"]["corrected_by"], by_id["b"]["corrects"]) == ("b", "a")
    assert by_id["a"]["edited"] == ["2026-11-23T14:06:00Z"]
    assert by_id["c"]["withdrawn"] == {"at": "2026-11-23T14:20:00Z", "reason": None}
    assert by_id["d"]["redacted"]["at"] == "2026-11-23T14:40:00Z"
    assert by_id["d"]["texts"] == {}
    assert by_id["f"]["reopens"] is True
    assert "reopens" not in by_id["a"]


def test_a_maintenance_that_moves() -> None:
    found = files(
        "17:00",
        one="window 14:30-15:00 db=under_maintenance\n14:00 scheduled\n"
        "14:10 scheduled from=15:30 until=16:30\n15:30 in_progress",
    )
    check(found)
    one = own(found, "incidents/one")
    assert one["plan"]["scheduled_for"] == "2026-11-23T14:30:00Z"
    assert one["scheduled_for"] == "2026-11-23T15:30:00Z"
    assert one["updates"][1]["scheduled_until"] == "2026-11-23T16:30:00Z"
    assert (one["overrun"], [each["name"] for each in one["events"]]) == (True, ["overrun"])


def test_months_lead_to_each_other() -> None:
    found = files("15:00", one=OPEN)
    month = own(found, "history/2026-11")
    assert [each["id"] for each in month["incidents"]] == ["one"]
    assert (month["earlier"], month["later"]) == (None, None)
    row = month["incidents"][0]
    assert row == {key: own(found, "incidents/one")[key] for key in row}


def test_the_schema_refuses_what_is_not_in_it() -> None:
    found = files("15:00", one=OPEN)
    own(found, "incidents/one")["owner"] = "Jo"
    with pytest.raises(AssertionError, match="incidents/one"):
        check(found)


@settings(max_examples=60)
@given(sites())
def test_every_file_is_what_the_schema_says(made: dict[str, Incident]) -> None:
    now = after(60)
    found = files_of(made, now)
    check(found)
    pages = site(made, now)
    status = own(found, "status")
    for name, views in (("incidents", pages.open), ("notices", pages.notices)):
        assert [each["id"] for each in status[name]] == [view.id for view in views]
        assert all(each["open"] for each in status[name])
    states = {
        each["id"]: each["state"] for group in status["groups"] for each in group["components"]
    }
    assert states == {
        each.id: each.state.value for group in pages.groups for each in group.components
    }
