"""The Statuspage v2 API: what each file holds. Its exact shape is held in ``api_contract``."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from builder.model.incident import Incident
from builder.render.outputs import RenderProblem
from builder.render.status_api import v2_incident
from builder.render.status_api.outputs import incident_api_outputs
from builder.render.status_api.site import ApiSite, stamps
from builder.render.status_api.v2_objects import V2_KEYS
from builder.views.frame import editions
from builder.views.inventory import inventory_of
from builder.vocabulary.codes import Origin, code_of
from builder.vocabulary.readers import PUBLIC
from tests.model.written import incident, moment
from tests.render.api_contract import check_v2
from tests.render.api_samples import V2, files, files_of, v2
from tests.views.fixtures import SITE, site, views
from tests.views.histories import after, sites

OPEN = "14:05 investigating checkout=partial_outage\n14:20 identified api=degraded_performance"
OVER = "13:05 investigating checkout=major_outage\n13:20 monitoring\n13:30 resolved"
PLANNED = "window 18:00-19:00 db=under_maintenance\n14:00 scheduled"
RUNNING = "window 14:30-19:00 db=under_maintenance\n14:00 scheduled"
DONE = "window 12:00-13:00 db=under_maintenance\n11:00 scheduled"


def names(found: list[dict[str, Any]]) -> list[str]:
    """The slugs of incidents, by their links."""
    return [each["shortlink"].rpartition("/")[2].removesuffix(".html") for each in found]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return files("15:00", open=OPEN, over=OVER, planned=PLANNED, running=RUNNING, done=DONE)


def test_every_list_holds_its_own(found: dict[str, Any]) -> None:
    assert names(v2(found, "incidents")["incidents"]) == ["open", "over"]
    assert names(v2(found, "incidents/unresolved")["incidents"]) == ["open"]
    key = "scheduled_maintenances"
    assert names(v2(found, "scheduled-maintenances")[key]) == ["planned", "running", "done"]
    assert names(v2(found, "scheduled-maintenances/upcoming")[key]) == ["planned"]
    assert names(v2(found, "scheduled-maintenances/active")[key]) == ["running"]
    summary = v2(found, "summary")
    assert names(summary["incidents"]) == ["open"]
    assert names(summary[key]) == ["running", "planned"]
    assert summary["components"] == v2(found, "components")["components"]
    assert summary["status"] == v2(found, "status")["status"]
    assert summary["status"] == {"indicator": "minor", "description": "Minor Service Outage"}


def test_every_file_has_the_shape_of_the_contract(found: dict[str, Any]) -> None:
    for name in V2:
        check_v2(name, v2(found, name))


def test_every_key_is_known_to_the_search_for_leaks(found: dict[str, Any]) -> None:
    def keys(content: Any) -> set[str]:
        if isinstance(content, list):
            return set().union(*map(keys, content))
        if isinstance(content, dict):
            return content.keys() | set().union(*map(keys, content.values()))
        return set()

    assert set().union(*(keys(v2(found, name)) for name in V2)) == set(V2_KEYS)


def test_a_site_without_incidents() -> None:
    found = files("15:00")
    for name in V2:
        check_v2(name, v2(found, name))
    assert v2(found, "summary")["incidents"] == []
    assert v2(found, "status")["status"]["indicator"] == "none"
    assert v2(found, "status")["page"]["updated_at"] == "2026-01-01T00:00:00.000Z"


def test_components_stand_behind_their_group(found: dict[str, Any]) -> None:
    listed = v2(found, "components")["components"]
    assert [(each["name"], each["position"], each["group"]) for each in listed] == [
        ("Payments", 1, True),
        ("Checkout", 1, False),
        ("Payments API", 2, False),
        ("Database", 2, False),
    ]
    group, checkout, api, _ = listed
    assert group["components"] == [checkout["id"], api["id"]]
    assert checkout["group_id"] == group["id"] == code_of("group", "payments")
    assert (group["status"], checkout["status"]) == ("partial_outage", "partial_outage")
    assert checkout["updated_at"] == "2026-11-23T14:05:00.000Z"


def test_an_update_says_what_it_turned(found: dict[str, Any]) -> None:
    (one,) = v2(found, "incidents/unresolved")["incidents"]
    newest, oldest = one["incident_updates"]
    assert oldest["affected_components"] == [
        {
            "code": code_of("component", "checkout"),
            "name": "Payments - Checkout",
            "old_status": "operational",
            "new_status": "partial_outage",
        }
    ]
    assert [each["new_status"] for each in newest["affected_components"]] == [
        "degraded_performance"
    ]
    assert (one["impact"], one["monitoring_at"], one["resolved_at"]) == ("major", None, None)


def test_what_is_over_says_when(found: dict[str, Any]) -> None:
    over = v2(found, "incidents")["incidents"][1]
    assert over["monitoring_at"] == "2026-11-23T13:20:00.000Z"
    assert over["resolved_at"] == "2026-11-23T13:30:00.000Z"
    assert over["status"] == "resolved"


def test_the_clock_posts_what_it_makes_true(found: dict[str, Any]) -> None:
    done = v2(found, "scheduled-maintenances")["scheduled_maintenances"][2]
    assert [each["status"] for each in done["incident_updates"]] == [
        "completed",
        "in_progress",
        "scheduled",
    ]
    assert done["incident_updates"][1]["body"] == "The maintenance window has begun."
    assert done["resolved_at"] == "2026-11-23T13:00:00.000Z"


def test_an_own_file_leaves_components_as_the_incident_does(found: dict[str, Any]) -> None:
    listed = v2(found, "incidents")["incidents"][1]
    own = found[f"incidents/{listed['id']}.json"]
    assert [each["status"] for each in own["components"]] == ["operational"]
    assert [each["status"] for each in listed["components"]] == ["partial_outage"]
    assert own["components"][0]["updated_at"] == own["updated_at"]
    assert {**own, "components": []} == {**listed, "components": []}


def test_cancelled_is_completed() -> None:
    found = files("15:00", one=f"{PLANNED}\n14:40 cancelled")
    (one,) = v2(found, "scheduled-maintenances")["scheduled_maintenances"]
    assert (one["status"], one["resolved_at"]) == ("completed", "2026-11-23T14:40:00.000Z")
    assert one["incident_updates"][0]["status"] == "completed"


def test_one_that_goes_on_elsewhere_is_over() -> None:
    found = files(
        "15:00",
        one="14:00 investigating checkout=major_outage\n14:30 investigating into=two",
        two="14:10 investigating checkout=partial_outage",
    )
    one = v2(found, "incidents")["incidents"][1]
    assert (one["status"], one["resolved_at"]) == ("resolved", "2026-11-23T14:30:00.000Z")
    alone = files(
        "15:00",
        one="14:00 investigating checkout=major_outage\n14:30 investigating into=gone",
    )
    (one,) = v2(alone, "incidents/unresolved")["incidents"]
    assert (one["status"], one["resolved_at"]) == ("investigating", None)


def test_withdrawn_and_redacted_say_so() -> None:
    withdrawn = files("15:00", one="14:05 investigating withdrawn=14:10\n14:20 investigating")
    body = v2(withdrawn, "incidents")["incidents"][0]["incident_updates"][1]["body"]
    assert body.startswith("Withdrawn on 23 Nov 2026, 14:10 UTC")
    redacted = files("15:00", one="14:05 investigating redacted=14:10")
    (update,) = v2(redacted, "incidents")["incidents"][0]["incident_updates"]
    assert update["body"].startswith("Removed on 23 Nov 2026, 14:10 UTC")
    assert update["updated_at"] == "2026-11-23T14:10:00.000Z"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "window 12:20-14:20 checkout=under_maintenance\n05:00 scheduled\n"
            "05:40 completed withdrawn=15:01",
            ["completed", "in_progress", "scheduled", "scheduled"],
            id="an early end withdrawn: the clock ended it",
        ),
        pytest.param(
            f"{RUNNING}\n14:50 scheduled corrects=1400",
            ["in_progress", "in_progress", "scheduled"],
            id="its announcement corrected while it goes on",
        ),
        pytest.param(
            "14:05 investigating\n14:10 monitoring\n14:30 investigating corrects=1405",
            ["monitoring", "monitoring", "investigating"],
            id="a correction of an earlier stage",
        ),
        pytest.param(
            "14:05 investigating\n14:30 resolved withdrawn=14:40",
            ["investigating", "investigating"],
            id="its end withdrawn",
        ),
        pytest.param(
            "14:05 investigating withdrawn=14:40", ["resolved"], id="withdrawn as a whole"
        ),
    ],
)
def test_the_newest_update_agrees_with_the_whole(text: str, words: list[str]) -> None:
    found = files("15:05" if "12:20" in text else "14:55", one=text)
    listed = v2(found, "incidents")["incidents"]
    listed += v2(found, "scheduled-maintenances")["scheduled_maintenances"]
    (one,) = listed
    assert [each["status"] for each in one["incident_updates"]] == words
    assert one["status"] == words[0]


def test_notices_are_not_in_it() -> None:
    found = files("15:00", one="kind notice\nshows 14:00-16:00\n14:00")
    assert v2(found, "summary")["incidents"] == []
    assert not [path for path in found if path.startswith("incidents/")]
    (notice,) = found["api/tocsin/v1/status.json"]["notices"]
    assert notice["id"] == "one"


def test_an_id_of_a_system_that_was_left_wins() -> None:
    made = replace(incident(OPEN, "one"), origin=Origin("6tcfpztf6j9m", "x"))
    found = files_of({"one": made}, moment("15:00"))
    (one,) = v2(found, "incidents")["incidents"]
    assert one["id"] == "6tcfpztf6j9m"
    assert {each["incident_id"] for each in one["incident_updates"]} == {"6tcfpztf6j9m"}
    assert "incidents/6tcfpztf6j9m.json" in found


def test_fifty_are_listed_and_all_that_are_open() -> None:
    written = {f"over-{number}": OVER for number in range(51)}
    found = files("15:00", **{"an-old-one": "09:00 investigating"}, **written)
    assert len(v2(found, "incidents")["incidents"]) == 50
    assert names(v2(found, "incidents/unresolved")["incidents"]) == ["an-old-one"]


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Etc/UTC", "2026-07-01T12:00:00.000Z"),
        ("Europe/Paris", "2026-07-01T14:00:00.000+02:00"),
        ("Asia/Kolkata", "2026-07-01T17:30:00.000+05:30"),
        ("Europe/London", "2026-07-01T13:00:00.000+01:00"),
    ],
)
def test_times_have_three_decimals_and_the_zone_of_the_page(zone: str, written: str) -> None:
    assert stamps(zone)(datetime(2026, 7, 1, 12, tzinfo=UTC)) == written


def test_updates_of_one_code_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v2_incident, "code_of", lambda *_: "aaaaaaaaaaaa")
    made = {"one": incident(OPEN, "one")}
    api = ApiSite(editions(site(made, moment("15:00")).frame), inventory_of(PUBLIC, SITE))
    _, output = incident_api_outputs(views(made, moment("15:00"))["one"], api, "key")
    with pytest.raises(RenderProblem, match="same-code"):
        output.make()


def test_five_hundred_updates() -> None:
    lines = [f"{9 + number // 60:02}:{number % 60:02} investigating" for number in range(500)]
    lines.append("17:30 identified corrects=0900")
    found = files("18:00", one="\n".join(lines))
    (one,) = v2(found, "incidents/unresolved")["incidents"]
    assert len({each["id"] for each in one["incident_updates"]}) == 501
    check_v2("incidents/unresolved", v2(found, "incidents/unresolved"))


@settings(max_examples=60)
@given(sites())
def test_the_lists_are_those_of_the_pages(made: dict[str, Incident]) -> None:
    now = after(60)
    found = files_of(made, now)
    pages = site(made, now)
    for name in V2:
        check_v2(name, v2(found, name))
    unresolved = v2(found, "incidents/unresolved")["incidents"]
    assert names(unresolved) == [each.id for each in pages.open]
    key = "scheduled_maintenances"
    active = v2(found, "scheduled-maintenances/active")[key]
    upcoming = v2(found, "scheduled-maintenances/upcoming")[key]
    assert names(active) == [each.id for each in pages.active]
    assert names(upcoming) == [each.id for each in pages.upcoming]
    said = {each["id"]: each["status"] for each in v2(found, "components")["components"]}
    for group in pages.groups:
        for component in group.components:
            assert said[code_of("component", component.id)] == component.state.value
    # A program that goes by the stage alone finds the same.
    over = {"resolved", "postmortem"}
    everything = v2(found, "incidents")["incidents"]
    assert [each for each in everything if each["status"] not in over] == unresolved
    windows = v2(found, "scheduled-maintenances")[key]
    running = [each["id"] for each in windows if each["status"] in ("in_progress", "verifying")]
    assert sorted(running) == sorted(each["id"] for each in active)
    for each in (*everything, *windows):
        assert each["incident_updates"][0]["status"] == each["status"]
    assert json.dumps(found)
