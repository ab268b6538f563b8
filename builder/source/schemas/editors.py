"""JSON Schemas for editors, made of the same models that the files are held against."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from builder.source.schemas.approvals import ApprovalsRecord
from builder.source.schemas.closed import ClosedRecord
from builder.source.schemas.incident import IncidentRecord, UpdateRecord
from builder.source.schemas.message_template import MessageTemplateRecord
from builder.source.schemas.site import (
    AccountRecord,
    AudiencesRecord,
    ComponentsRecord,
    PageRecord,
    SiteRecord,
)

KINDS: Mapping[str, tuple[type[BaseModel], str]] = {
    "account": (AccountRecord, "site_src/accounts/<id>.yml"),
    "approvals": (ApprovalsRecord, "site_src/approvals.yml"),
    "audiences": (AudiencesRecord, "site_src/audiences.yml"),
    "closed": (ClosedRecord, "site_src/closed/<account>/<month>.yml"),
    "components": (ComponentsRecord, "site_src/components.yml"),
    "incident": (IncidentRecord, "incidents/<incident>/incident.md, front matter"),
    "message-template": (
        MessageTemplateRecord,
        "site_src/message_templates/<id>.<language>.md, front matter",
    ),
    "page": (PageRecord, "site_src/pages/<name>.md, front matter"),
    "site": (SiteRecord, "site_src/site.yml"),
    "update": (UpdateRecord, "incidents/<incident>/<update>.md, front matter"),
}
"""The model of each kind of file, and where such files lie."""


def editor_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file."""
    schemas = {}
    for name, (model, place) in KINDS.items():
        schema = model.model_json_schema(by_alias=True)
        schemas[name] = {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": place}
    return schemas
