"""The JSON Schema (2020-12) of our own files for programs.

A file holds exactly these keys; a new one may come in a later version, so that programs do well to
pass over those that they do not know.
"""

from typing import Any

from builder.vocabulary.codes import LENGTH
from builder.vocabulary.statuses import STATUSES, Impact, Kind, State

_Schema = dict[str, Any]


def _object(**properties: _Schema) -> _Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: _Schema) -> _Schema:
    return {"type": "array", "items": of}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: list[str]) -> _Schema:
    return {"enum": words}


def _kind(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


_TEXT: _Schema = {"type": "string"}
_WEIGHT: _Schema = {"type": "number", "minimum": 0, "maximum": 1}
_TRUTH: _Schema = {"type": "boolean"}
_TIME = _kind("time")
_ADDRESS: _Schema = {"type": "string", "format": "uri"}
_CODE: _Schema = {"type": "string", "pattern": f"^[a-z0-9]{{{LENGTH}}}$"}
_DAY: _Schema = {"type": "string", "format": "date"}
_MONTH: _Schema = {"type": "string", "pattern": r"^\d{4}-\d\d$"}
_BY_LANGUAGE: _Schema = {"type": "object", "additionalProperties": _TEXT}
_STATE = _one_of([state.value for state in State])
_STAGE = _one_of([stage.value for stages in STATUSES.values() for stage in stages])
_IMPACT = _one_of([impact.value for impact in Impact])
_TAKEN_BACK = _object(at=_TIME, reason=_or_null(_TEXT))
_IN_STATES = _list(_object(component=_TEXT, state=_STATE))
_TURNED = _list(_object(component=_TEXT, before=_STATE, after=_STATE))

_ROW: _Schema = {
    "id": _TEXT,
    "code": _CODE,
    "kind": _one_of([kind.value for kind in Kind]),
    "title": _BY_LANGUAGE,
    "page": _ADDRESS,
    "data": _ADDRESS,
    "stage": _or_null(_STAGE),
    "open": _TRUTH,
    "impact": _or_null(_IMPACT),
    "began": _TIME,
    "ended": _or_null(_TIME),
    "updated": _TIME,
    "components": _list(_TEXT),
    "scheduled_for": _or_null(_TIME),
    "scheduled_until": _or_null(_TIME),
    "merged_into": _or_null(_TEXT),
}

_INCIDENT = _object(
    **_ROW,
    next_update=_or_null(_TIME),
    overrun=_TRUTH,
    shows_until=_or_null(_TIME),
    plan=_or_null(_object(scheduled_for=_TIME, scheduled_until=_TIME, states=_IN_STATES)),
    timeline=_list(_object(component=_TEXT, state=_STATE, since=_TIME, until=_or_null(_TIME))),
    updates=_list(_kind("update")),
    events=_list(
        _object(name=_one_of(["started", "overrun", "completed"]), at=_TIME, turned=_TURNED)
    ),
)

_UPDATE = _object(
    id=_TEXT,
    page=_ADDRESS,
    at=_TIME,
    posted=_TIME,
    stage=_or_null(_STAGE),
    since=_TIME,
    states=_IN_STATES,
    turned=_TURNED,
    title=_BY_LANGUAGE,
    texts={"type": "object", "additionalProperties": _object(html=_TEXT, text=_TEXT)},
    next_update=_or_null(_TIME),
)
_UPDATE["properties"] |= {
    "reopens": {"const": True},
    "corrects": _TEXT,
    "corrected_by": _TEXT,
    "edited": _list(_TIME),
    "withdrawn": _TAKEN_BACK,
    "redacted": _TAKEN_BACK,
    "merged_into": _TEXT,
    "scheduled_for": _TIME,
    "scheduled_until": _TIME,
    "data_loss": _TEXT,
    "postmortem_by": _TIME,
    "no_postmortem": _TEXT,
    "no_impact": {"const": True},
}

_COMPONENT = _object(
    id=_TEXT,
    code=_CODE,
    name=_BY_LANGUAGE,
    description=_BY_LANGUAGE,
    url=_or_null(_ADDRESS),
    start_date=_or_null(_DAY),
    archived=_TRUTH,
    state=_STATE,
    since=_or_null(_TIME),
)

_GROUP = _object(
    id=_or_null(_TEXT),
    code=_or_null(_CODE),
    name=_BY_LANGUAGE,
    description=_BY_LANGUAGE,
    state=_STATE,
    components=_list(_COMPONENT),
)

_STATUS = _object(
    name=_TEXT,
    url=_ADDRESS,
    time_zone=_TEXT,
    languages=_list(_TEXT),
    updated=_TIME,
    indicator=_IMPACT,
    description=_TEXT,
    uptime_policy=_object(
        name=_TEXT,
        weights=_object(**{state.value: _or_null(_WEIGHT) for state in State}),
        groups=_one_of(["mean", "any"]),
    ),
    groups=_list(_GROUP),
    incidents=_list(_kind("incident")),
    maintenance=_object(active=_list(_kind("incident")), upcoming=_list(_kind("incident"))),
    notices=_list(_kind("incident")),
    history=_or_null(_ADDRESS),
)

_HISTORY = _object(
    month=_MONTH,
    page=_ADDRESS,
    earlier=_or_null(_ADDRESS),
    later=_or_null(_ADDRESS),
    incidents=_list(_object(**_ROW)),
)

SCHEMA: _Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Tocsin status API, version 1",
    "anyOf": [_kind("status"), _kind("incident"), _kind("history")],
    "$defs": {
        "time": {"type": "string", "format": "date-time", "pattern": "Z$"},
        "status": _STATUS,
        "incident": _INCIDENT,
        "update": _UPDATE,
        "history": _HISTORY,
    },
}
