"""The keys of ``publish`` in ``site_src/site.yml``."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from builder.model.publishing import PUBLIC, TargetType
from builder.source.schemas.fields import Line, Record, Truth, WebAddress


class SharedOrigin(StrEnum):
    """The word by which the risk of an origin that others use too is taken."""

    ACCEPTED = "accepted"


class TargetRecord(Record):
    """A place that readers get a tree from."""

    type: Annotated[TargetType, Field(description="What kind of place it is.")]
    tree: Annotated[
        Line, Field(description="What goes there: public, private, or the name of one reader.")
    ] = PUBLIC
    url: Annotated[WebAddress | None, Field(description="Where readers find it.")] = None
    checks_readers: Annotated[
        Truth, Field(description="Whether the host shows each reader its own pages alone.")
    ] = False
    shared_origin: Annotated[
        SharedOrigin | None,
        Field(description="That sealed pages share their origin with other things."),
    ] = None
    path: Annotated[Line | None, Field(description="A folder, for `type: directory`.")] = None
