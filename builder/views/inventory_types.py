"""The types of a inventory: what there is on a status page, without states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from builder.views.types import Localised
from builder.views.uptime_types import UptimeRule


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
class Inventory:
    """All of it by id, in the order of the site; ``code`` is the page's own id for programs."""

    code: str
    uptime: UptimeRule
    groups: Mapping[str, ListedGroup] = field(default_factory=dict)
    components: Mapping[str, ListedComponent] = field(default_factory=dict)
