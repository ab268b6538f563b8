"""The keys of policies of uptime: the site's, and those of contracts."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from builder.model.uptime_policy import CONTRACT, DIGITS, WHOLE, GroupRule
from builder.source.schemas.fields import Identifier, Record, as_text, refuse
from builder.source.words import shown


class KnownPolicy(StrEnum):
    """The policies of uptime that every site knows."""

    STATUSPAGE = "statuspage"
    INCIDENT_IO = "incident-io"


def _policy_name(value: object) -> str:
    text = as_text(value, "Write a name of your own, like `ours`.")
    if text in (*KnownPolicy, CONTRACT):
        raise refuse(
            "reserved-name",
            f"The name {shown(text)} is that of another policy.",
            "Write a name of your own, like `ours`.",
        )
    return text


def _weight(value: object) -> int:
    mend = "Write a number from 0 to 1 with at most three decimals, like `0.3`."
    text = as_text(value, mend)
    if re.fullmatch(_WEIGHT, text) is None:
        raise refuse("bad-weight", f"{shown(text)} is no weight.", mend)
    return int(Decimal(text) * WHOLE)


def _weight_or_excluded(value: object) -> int | None:
    return None if value == _EXCLUDED else _weight(value)


def _decimals(value: object) -> int:
    mend = f"Write a whole number from 0 to {DIGITS}."
    text = as_text(value, mend)
    if re.fullmatch(f"[0-{DIGITS}]", text) is None:
        raise refuse("bad-number", f"{shown(text)} is no number of decimals.", mend)
    return int(text)


_EXCLUDED = "excluded"
_WEIGHT = r"0(\.[0-9]{1,3})?|1(\.0{1,3})?"
_WEIGHT_SCHEMA = {"type": "number", "minimum": 0, "maximum": 1}

Weight: TypeAlias = Annotated[int, PlainValidator(_weight), WithJsonSchema(_WEIGHT_SCHEMA)]
"""A weight from 0 to 1, in thousandths."""


class WeightsRecord(Record):
    """What a second in each state counts, and how several components are put together."""

    major_outage: Annotated[Weight, Field(description="What a second of it counts, 0 to 1.")]
    partial_outage: Annotated[Weight, Field(description="What a second of it counts, 0 to 1.")]
    degraded_performance: Annotated[
        Weight, Field(description="What a second of it counts, 0 to 1; default 0.")
    ] = 0
    under_maintenance: Annotated[
        int | None,
        PlainValidator(_weight_or_excluded),
        WithJsonSchema({"anyOf": [_WEIGHT_SCHEMA, {"const": _EXCLUDED}]}),
        Field(description="What a second of it counts, or excluded; default 0."),
    ] = 0
    groups: Annotated[
        GroupRule, Field(description="The mean of the components, or down with any of them.")
    ] = GroupRule.MEAN
    digits: Annotated[
        int,
        PlainValidator(_decimals),
        WithJsonSchema({"type": "integer", "minimum": 0, "maximum": DIGITS}),
        Field(description="Decimals of a percentage for people."),
    ] = DIGITS

    @model_validator(mode="after")
    def _worse_weighs_more(self) -> Self:
        if not self.degraded_performance <= self.partial_outage <= self.major_outage:
            raise refuse(
                "weights-out-of-order",
                "A better state weighs more here than a worse one.",
                "Let `major_outage` weigh at least as much as `partial_outage`, and that as much "
                "as `degraded_performance`.",
            )
        return self


class PolicyRecord(WeightsRecord):
    """A policy of uptime with the site's own weights."""

    name: Annotated[
        Identifier, AfterValidator(_policy_name), Field(description="Its name on pages.")
    ]


def kind_of_policy(value: object) -> str:
    """Say whether a policy is one that every site knows, or has weights of its own."""
    return "own" if isinstance(value, (dict, WeightsRecord)) else "known"
