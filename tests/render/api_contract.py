"""The shape of the Statuspage v2 API, written a second time: exact keys and types of its files."""

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], object]

CODE = re.compile(r"[a-z0-9]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
STATES = (
    "operational",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    "under_maintenance",
)
STAGES = ("investigating", "identified", "monitoring", "resolved", "postmortem")
WINDOW_STAGES = ("scheduled", "in_progress", "verifying", "completed")
IMPACTS = ("none", "minor", "major", "critical", "maintenance")


def matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value)


def one_of(words: tuple[str, ...]) -> Check:
    return lambda value: value in words


def or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def is_null(value: Any) -> bool:
    return value is None


def is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


code, time, state = matches(CODE), matches(TIME), one_of(STATES)

PAGE: dict[str, Check] = {
    "id": code,
    "name": is_text,
    "url": is_address,
    "time_zone": is_text,
    "updated_at": time,
}
STATUS: dict[str, Check] = {"indicator": one_of(IMPACTS), "description": is_text}
COMPONENT: dict[str, Check] = {
    "id": code,
    "name": is_text,
    "status": state,
    "created_at": time,
    "updated_at": time,
    "position": is_place,
    "description": or_null(is_text),
    "showcase": is_truth,
    "start_date": or_null(matches(DAY)),
    "group_id": or_null(code),
    "page_id": code,
    "group": is_truth,
    "only_show_if_degraded": is_truth,
}
AFFECTED: dict[str, Check] = {
    "code": code,
    "name": is_text,
    "old_status": state,
    "new_status": state,
}
SHARED: dict[str, Check] = {
    "id": code,
    "name": is_text,
    "created_at": time,
    "updated_at": time,
    "monitoring_at": or_null(time),
    "resolved_at": or_null(time),
    "shortlink": is_address,
    "started_at": time,
    "page_id": code,
    "incident_updates": lambda value: isinstance(value, list) and value,
    "components": lambda value: isinstance(value, list),
}
INCIDENT: dict[str, Check] = {
    **SHARED,
    "status": one_of(STAGES),
    "impact": one_of(IMPACTS),
    "reminder_intervals": is_null,
}
MAINTENANCE: dict[str, Check] = {
    **SHARED,
    "status": one_of(WINDOW_STAGES),
    "impact": one_of(("maintenance",)),
    "scheduled_for": time,
    "scheduled_until": time,
}
UPDATE: dict[str, Check] = {
    "id": code,
    "status": is_text,
    "body": is_text,
    "incident_id": code,
    "created_at": time,
    "updated_at": time,
    "display_at": time,
    "affected_components": or_null(lambda value: isinstance(value, list) and value),
    "deliver_notifications": is_truth,
    "custom_tweet": is_null,
    "tweet_id": is_null,
}
KEYS = {
    "summary": ("page", "components", "incidents", "scheduled_maintenances", "status"),
    "status": ("page", "status"),
    "components": ("page", "components"),
    "incidents": ("page", "incidents"),
    "incidents/unresolved": ("page", "incidents"),
    "scheduled-maintenances": ("page", "scheduled_maintenances"),
    "scheduled-maintenances/upcoming": ("page", "scheduled_maintenances"),
    "scheduled-maintenances/active": ("page", "scheduled_maintenances"),
}


def check_v2(name: str, content: Any) -> None:
    """Hold a file of the API against all of this."""
    assert content.keys() == set(KEYS[name]), name
    check_object(content["page"], PAGE)
    if "status" in content:
        check_object(content["status"], STATUS)
    for each in content.get("components", ()):
        check_component(each)
    for each in content.get("incidents", ()):
        check_incident(each, INCIDENT, STAGES)
    for each in content.get("scheduled_maintenances", ()):
        check_incident(each, MAINTENANCE, WINDOW_STAGES)


def check_incident(found: Any, shape: dict[str, Check], stages: tuple[str, ...]) -> None:
    check_object(found, shape)
    for each in found["components"]:
        assert each["group"] is False
        check_component(each)
    shown = [each["display_at"] for each in found["incident_updates"]]
    assert len({each["id"] for each in found["incident_updates"]}) == len(shown)
    for each in found["incident_updates"]:
        check_object(each, UPDATE)
        assert each["status"] in stages
        for affected in each["affected_components"] or ():
            check_object(affected, AFFECTED)


def check_component(found: Any) -> None:
    components = {"components": lambda value: all(map(code, value))}
    check_object(found, {**COMPONENT, **(components if found["group"] else {})})


def check_object(found: Any, shape: dict[str, Check]) -> None:
    assert found.keys() == shape.keys(), found
    for key, check in shape.items():
        assert check(found[key]), f"{key}: {found[key]!r}"
