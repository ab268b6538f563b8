"""What all files for programs share: the site, its words in each language, addresses and times."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from builder.render.feed_items import welcome_time
from builder.render.telling import Telling, in_language, telling
from builder.views.inventory_types import Inventory
from builder.views.types import Frame
from builder.vocabulary.times import iso

Json = dict[str, Any]

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Zulu"})


class ApiSite:
    """One site: ``frame`` is that of its default language, ``editions`` those of all."""

    def __init__(self, editions: tuple[Frame, ...], inventory: Inventory) -> None:
        self.frame = editions[0]
        self.inventory = inventory
        self.stamp = stamps(self.frame.time_zone)
        self.top = f"{self.frame.url.rstrip('/')}/"
        self._editions = editions

    @cached_property
    def tellings(self) -> Mapping[str, Telling]:
        """How things are told in each language, the default one first."""
        return {frame.languages[0]: telling(frame) for frame in self._editions}

    @cached_property
    def telling(self) -> Telling:
        """How things are told in the default language."""
        return self.tellings[self.frame.languages[0]]

    def telling_in(self, language: str) -> Telling:
        """Return how things are told in a language, else in the default one."""
        return self.tellings.get(language, self.telling)

    @cached_property
    def beginning(self) -> datetime:
        """A time for what nobody knows the beginning of; it never changes."""
        return welcome_time(self.frame)

    @cached_property
    def components_named(self) -> Mapping[str, Json]:
        """Each component by its id, as what happened to it names it: in its group."""
        language = self.frame.languages[0]
        found = {}
        for component in self.inventory.components.values():
            name = in_language(component.name, language)
            if component.group is not None:
                name = f"{in_language(component.group.name, language)} - {name}"
            found[component.id] = {"code": component.code, "name": name}
        return found

    def midnight(self, day: date) -> datetime:
        """Return when a day begins in the zone of the page."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.frame.time_zone))

    def address(self, path: str) -> str:
        """Return the address of a file of the tree."""
        return self.top + path


def stamps(zone: str) -> Callable[[datetime], str]:
    """Return what writes instants as the Statuspage v2 API does: with three decimals, and in the
    page's zone. An instant is a whole second."""
    if zone in _UTC_NAMES:
        return lambda moment: f"{own_time(moment)[:-1]}.000Z"
    own = ZoneInfo(zone)
    return _kept(lambda moment: moment.astimezone(own).isoformat(timespec="milliseconds"))


# Within an incident the same instant stands in many places.
_kept = lru_cache(maxsize=4096)
own_time = _kept(iso)


def as_json(content: Json) -> bytes:
    """Print a file.

    As the standard library would without spaces and escapes, in a quarter of its time: an incident
    has two of these.
    """
    from pydantic_core import to_json

    return to_json(content)
