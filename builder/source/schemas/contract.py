"""The keys of a contract in an account's file."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Self, TypeAlias

from pydantic import Discriminator, Field, PlainValidator, Tag, WithJsonSchema, model_validator

from builder.model.contract import HUNDRED
from builder.source.schemas.fields import Date, Duration, Line, Record, Time, as_text, refuse
from builder.source.schemas.policy import KnownPolicy, WeightsRecord, kind_of_policy
from builder.source.words import shown
from builder.vocabulary.statuses import Priority

LONGEST_WINDOW = 366
"""Days of the longest window that moves with time: one that never ends has no figure."""

_PERCENT = r"(100(\.0{1,5})?|[0-9]{1,2}(\.[0-9]{1,5})?)"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_DAYS = r"[1-9][0-9]{0,5}d"


def _percent(value: object) -> int:
    mend = "Write a number from 0 to 100 with at most five decimals, like `99.9`."
    text = as_text(value, mend)
    if re.fullmatch(_PERCENT, text) is None:
        raise refuse("bad-percentage", f"{shown(text)} is no percentage of time.", mend)
    return int(Decimal(text) * (HUNDRED // 100))


def _window(value: object) -> int:
    mend = f"Write `month`, or a number of days from `1d` to `{LONGEST_WINDOW}d`."
    text = as_text(value, mend)
    if text == "month":
        return 0
    if re.fullmatch(_DAYS, text) is None:
        raise refuse("bad-window", f"{shown(text)} is no window of a contract.", mend)
    if int(text[:-1]) > LONGEST_WINDOW:
        raise refuse(
            "bad-window", f"A window of {shown(text)} is too long to come to an end.", mend
        )
    return int(text[:-1])


def _month(value: object) -> tuple[int, int]:
    mend = "Write a month like `2026-10`."
    text = as_text(value, mend)
    if re.fullmatch(_MONTH, text) is None:
        raise refuse("bad-month", f"{shown(text)} is no month.", mend)
    year, month = text.split("-")
    return int(year), int(month)


Percentage: TypeAlias = Annotated[
    int,
    PlainValidator(_percent),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
"""A percentage in hundred-thousandths of one per cent."""

Month: TypeAlias = Annotated[
    tuple[int, int],
    PlainValidator(_month),
    WithJsonSchema({"type": "string", "pattern": f"^{_MONTH}$"}),
]
"""Year and month."""


class ExclusionRecord(Record):
    """A time that does not count."""

    since: Annotated[Time, Field(alias="from", description="When it begins.")]
    until: Annotated[Time, Field(description="When it ends.")]
    reason: Annotated[Line, Field(description="Why it was agreed.")]
    components: Annotated[
        tuple[str, ...], Field(description="Those of the contract that it is about; default all.")
    ] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until <= self.since:
            raise refuse(
                "window-ends-first",
                "This ends before it begins.",
                "Write an `until` that is later than `from`.",
                "until",
            )
        return self


class CreditRecord(Record):
    """What is owed from which figure on."""

    below: Annotated[Percentage, Field(description="Owed where the figure is less than this.")]
    sum: Annotated[Line, Field(description="What is owed then, as pages show it: 500 EUR.")]


class ResponseRecord(Record):
    """How soon the account hears."""

    first: Annotated[
        Duration | None, Field(description="From the beginning of impact to the first word.")
    ] = None
    updates: Annotated[
        Duration | None, Field(description="The longest silence after each word.")
    ] = None

    @model_validator(mode="after")
    def _promises_something(self) -> Self:
        if self.first is None and self.updates is None:
            raise refuse(
                "empty-value", "This promises nothing.", "Write `{first: 15m, updates: 30m}`."
            )
        return self


class AdjustmentRecord(Record):
    """What was agreed about a month afterwards."""

    month: Annotated[Month, Field(description="The month that it is about, like 2026-10.")]
    less: Annotated[
        Duration | None, Field(description="So much full outage counts less in it.")
    ] = None
    more: Annotated[
        Duration | None, Field(description="So much full outage counts more in it.")
    ] = None
    reason: Annotated[Line, Field(description="Why.")]
    agreed: Annotated[Date, Field(description="On which day it was agreed.")]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.less is None) == (self.more is None):
            raise refuse(
                "less-or-more",
                "This needs one of `less` and `more`.",
                "Write `less: 12m` or `more: 12m`.",
            )
        return self

    @property
    def change(self) -> timedelta:
        """How much more full outage counts; negative where it is less."""
        return self.more if self.more is not None else -(self.less or timedelta())


class ContractRecord(Record):
    """What was agreed with an account."""

    since: Annotated[Date, Field(description="The first day that counts.")]
    target: Annotated[Percentage, Field(description="The uptime that was promised, in per cent.")]
    components: Annotated[
        tuple[str, ...], Field(description="What it is about; default the account's components.")
    ] = ()
    time_zone: Annotated[
        str | None, Field(description="In which months begin; default the account's.")
    ] = None
    window: Annotated[
        int,
        PlainValidator(_window),
        WithJsonSchema({"type": "string", "pattern": f"^(month|{_DAYS})$"}),
        Field(description="month, or the days of a window that moves with time, like 30d."),
    ] = 0
    policy: Annotated[
        Annotated[KnownPolicy, Tag("known")] | Annotated[WeightsRecord, Tag("own")],
        Discriminator(kind_of_policy),
        Field(description="How uptime is counted: a policy's name, or weights as agreed."),
    ]
    exclusions: Annotated[
        tuple[ExclusionRecord, ...], Field(description="Times that do not count.")
    ] = ()
    credits: Annotated[
        tuple[CreditRecord, ...], Field(description="What is owed, the highest figure first.")
    ] = ()
    responses: Annotated[
        dict[Priority, ResponseRecord],
        Field(default_factory=dict, description="How soon it hears, by priority."),
    ]
    dispute: Annotated[
        Duration | None, Field(description="How long after a month it may be disputed.")
    ] = None
    adjustments: Annotated[
        tuple[AdjustmentRecord, ...], Field(description="What was agreed of months afterwards.")
    ] = ()
