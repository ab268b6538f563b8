"""Every key of every file is known to the cut, and editors are told what the reader accepts."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from builder.source.schemas import json_schemas
from builder.source.schemas.closed import ClosedRecord
from builder.source.schemas.incident import IncidentRecord, UpdateRecord
from builder.source.schemas.site import (
    AccountRecord,
    AudienceRecord,
    ComponentRecord,
    GroupRecord,
    PageRecord,
    SiteRecord,
)
from builder.vocabulary import keys
from builder.vocabulary.keys import ReadBy

DECLARED: list[tuple[type[BaseModel], Mapping[str, ReadBy]]] = [
    (SiteRecord, keys.SITE),
    (ComponentRecord, keys.COMPONENT),
    (GroupRecord, keys.GROUP),
    (AudienceRecord, keys.AUDIENCE),
    (AccountRecord, keys.ACCOUNT),
    (ClosedRecord, keys.CLOSED),
    (IncidentRecord, keys.INCIDENT),
    (UpdateRecord, keys.UPDATE),
    (PageRecord, keys.PAGE),
]


@pytest.mark.parametrize(
    ("model", "declared"), DECLARED, ids=lambda one: getattr(one, "__name__", "")
)
def test_every_key_declares_its_readers(
    model: type[BaseModel], declared: Mapping[str, ReadBy]
) -> None:
    written = {field.alias or name for name, field in model.model_fields.items()}
    assert written == declared.keys()


def test_no_other_table_of_keys() -> None:
    tables = [value for name, value in vars(keys).items() if name.isupper() and name[0] != "_"]
    assert tables == [declared for _, declared in DECLARED]


@pytest.mark.parametrize("name", json_schemas())
def test_every_key_is_described_to_editors(name: str) -> None:
    schema = json_schemas()[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema
    objects = [schema, *schema.get("$defs", {}).values()]
    for each in objects:
        for key, value in each.get("properties", {}).items():
            assert value.get("description"), f"{name}: {key}"
            assert each["additionalProperties"] is False


def test_words_and_times_are_spelled_out() -> None:
    schema = json_schemas()["update"]
    assert schema["$defs"]["StateOrInherit"]["enum"][-2:] == ["major_outage", "inherit"]
    pattern = nested(schema["properties"]["at"], "pattern")
    assert pattern.startswith("^")
    assert nested(json_schemas()["site"]["properties"]["format"], "const") == 1


def nested(schema: dict[str, Any], key: str) -> Any:
    if key in schema:
        return schema[key]
    return next(option[key] for option in schema["anyOf"] if key in option)
