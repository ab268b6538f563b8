"""``approvals.yml``: who approved which words."""

from typing import Annotated

from pydantic import Field

from builder.source.schemas.fields import Identifier, Language, Line, Record, Time, of_form


class ApprovalRecord(Record):
    """Somebody approved the words of a template."""

    template: Annotated[Identifier, Field(description="The template.")]
    language: Annotated[Language, Field(description="In which language.")]
    digest: Annotated[
        str,
        *of_form("[0-9a-f]{64}", "digest", "Let `tocsin approve` write it."),
        Field(description="The SHA-256 of its words; written by `tocsin approve`."),
    ]
    role: Annotated[Identifier, Field(alias="as", description="The role that approved them.")]
    by: Annotated[Line, Field(description="Who it was.")]
    at: Annotated[Time, Field(description="When.")]


class ApprovalsRecord(Record):
    """All approvals, oldest first. The list only grows."""

    approvals: Annotated[
        tuple[ApprovalRecord, ...], Field(description="All approvals, oldest first.")
    ] = ()
