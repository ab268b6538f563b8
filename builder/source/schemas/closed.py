"""The keys of a month that was made final."""

from typing import Annotated

from pydantic import Field

from builder.source.schemas.fields import Line, Record, Time
from builder.vocabulary.statuses import State


class ClosedIntervalRecord(Record):
    """A time in which a component was not operational."""

    component: Annotated[str, Field(description="The component; empty for all as one.")]
    update: Annotated[Line, Field(description="The incident, a slash, the update.")]
    state: Annotated[State, Field(description="The state that counted.")]
    since: Annotated[Time, Field(alias="from", description="When it began.")]
    until: Annotated[Time, Field(alias="to", description="When it ended.")]
    weighted: Annotated[str, Field(description="What it counted, in thousandths of a second.")]


class ClosedRecord(Record):
    """A month that was made final; written by `tocsin report --final`."""

    made: Annotated[Time, Field(description="When it was made final.")]
    uptime: Annotated[str, Field(description="The figure, in per cent.")]
    credit: Annotated[str, Field(description="The sum of the credit that was reached.")] = ""
    intervals: Annotated[
        tuple[ClosedIntervalRecord, ...], Field(description="What it was made from.")
    ] = ()
    digest: Annotated[Line, Field(description="The SHA-256 of all of it.")]
