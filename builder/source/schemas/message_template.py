"""The front matter of a message template."""

import re
from typing import Annotated, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from builder.model.message_template import FACTS, FieldType, Occasion
from builder.source.schemas.fields import Identifier, Line, Number, Record, Truth, as_text, refuse
from builder.source.words import shown
from builder.vocabulary.statuses import Kind, Priority, Status

LONGEST_FIELD = 300
"""Characters that a field of text takes where it names no limit."""

MOST_FIELDS = 20

_FIELD_NAME = r"[a-z][a-z0-9_]{0,39}"


def _field_name(value: object) -> str:
    mend = "Use small letters, digits and `_`, beginning with a letter, at most 40."
    text = as_text(value, mend)
    if re.fullmatch(_FIELD_NAME, text) is None:
        raise refuse("bad-name", f"{shown(text)} is no name of a field.", mend)
    if text in FACTS:
        raise refuse(
            "reserved-name",
            f"{shown(text)} is filled in without a question.",
            "Use it without a field, or give the field another name.",
        )
    return text


FieldName = Annotated[
    str,
    PlainValidator(_field_name),
    WithJsonSchema({"type": "string", "pattern": f"^{_FIELD_NAME}$"}),
]


class FieldRecord(Record):
    """A gap that is asked for."""

    type: Annotated[FieldType, Field(description="What it takes.")] = FieldType.TEXT
    ask: Annotated[Line, Field(description="The question that is asked for it.")]
    limit: Annotated[Number, Field(description="Text: the most characters.")] = LONGEST_FIELD
    optional: Annotated[
        Truth, Field(description="It may stay empty; its paragraph is then left out.")
    ] = False
    options: Annotated[
        tuple[Line, ...], Field(description="Choice: the words to choose from.")
    ] = ()

    @model_validator(mode="after")
    def _options_of_choice(self) -> Self:
        if (self.type is FieldType.CHOICE) != bool(self.options):
            raise refuse(
                "bad-options",
                "A choice has `options`, and no other field has.",
                "Write `type: choice` and `options: [one, other]`, or neither.",
            )
        return self


class MessageTemplateRecord(Record):
    """What words are for."""

    audience: Annotated[Identifier, Field(description="The audience that they are for.")]
    kind: Annotated[Kind, Field(description="An incident where nothing is said.")] = Kind.INCIDENT
    occasion: Annotated[
        Occasion, Field(description="What the update is for, besides its stage.")
    ] = Occasion.UPDATE
    stage: Annotated[Status | None, Field(description="The stage; any where it is not said.")] = (
        None
    )
    priority: Annotated[
        Priority | None, Field(description="The priority; any where it is not said.")
    ] = None
    title: Annotated[Line | None, Field(description="A title for the incident, with gaps.")] = None
    fields: Annotated[
        dict[FieldName, FieldRecord],
        Field(default_factory=dict, max_length=MOST_FIELDS, description="Gaps to ask for."),
    ]
