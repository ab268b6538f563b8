"""The types of a inventory: what there is on a status page, without states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from builder.views.types import Localised
from builder.vocabulary.statuses import State


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A group; ``code`` is its id for programs, ``position`` begins at 1."""

    id: str
    code: str
    name: Localised
    description: Localised
    position: int


@dataclass(frozen=True, slots=True)
class ListedComponent:
    """A component; ``position`` is within its group, for one without a group (``group`` is ``None``
    then) among groups and such components. ``start`` is since which day it exists."""

    id: str
    code: str
    name: Localised
    description: Localised
    url: str
    start: date | None
    archived: bool
    group: ListedGroup | None
    position: int


@dataclass(frozen=True, slots=True)
class UptimeRule:
    """By which rule the site counts uptime: what a second in each state weighs, in thousandths,
    ``None`` where it is taken out; ``groups`` is ``mean`` or ``any``."""

    name: str
    weights: Mapping[State, int | None]
    groups: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All of it by id, in the order of the site; ``code`` is the page's own id for programs."""

    code: str
    uptime: UptimeRule
    groups: Mapping[str, ListedGroup] = field(default_factory=dict)
    components: Mapping[str, ListedComponent] = field(default_factory=dict)
