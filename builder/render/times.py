"""Times as readers see them: in the page's zone, with year and zone, and exact for programs."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from builder.render.markup import made
from builder.render.words import Words
from builder.vocabulary.times import iso


class Times:
    """Writes instants in one time zone (an IANA name) and one language."""

    def __init__(self, zone: str, words: Words) -> None:
        self.zone = zone
        self._zone = ZoneInfo(zone)
        self._words = words
        self._pattern = words["time"]
        # The same instant stands in many places: a page has a handful, the whole site few more.
        self.element = lru_cache(maxsize=4096)(self._element)

    def plain(self, moment: datetime) -> str:
        """Write an instant as text: ``23 Nov 2026, 14:05 UTC``."""
        local = moment.astimezone(self._zone)
        zone = local.tzname() or "UTC"
        return self._pattern.format(
            day=local.day,
            month=self._words.months[local.month - 1][0],
            year=local.year,
            hour=f"{local.hour:02}",
            minute=f"{local.minute:02}",
            # Some zones have no letters of their own and call themselves by their offset.
            zone=f"UTC{local.isoformat()[-6:]}" if zone[0] in "+-" else zone,
        )

    def _element(self, moment: datetime) -> Markup:
        """Write an instant as a ``<time>`` element whose ``datetime`` is in UTC."""
        return made(f'<time datetime="{iso(moment)}">{escape(self.plain(moment))}</time>')

    def window(self, start: datetime, end: datetime) -> Markup:
        """Write two instants as a window from one to the other."""
        return self._words.sentence("window", start=self.element(start), end=self.element(end))

    def stretch(self, start: datetime, end: datetime | None) -> Markup:
        """Write a window, or since when something lasts."""
        if end is None:
            return self._words.sentence("range.open", start=self.element(start))
        return self.window(start, end)

    def day(self, day: date) -> str:
        """Write a day of the page's zone as text: ``23 Nov 2026``. It is no instant, which another
        zone would show otherwise."""
        return self._words["day"].format(
            day=day.day, month=self._words.months[day.month - 1][0], year=day.year
        )

    def month_of(self, moment: datetime) -> str:
        """Return the month that the instant lies in, in the page's zone, as ``yyyy-mm``."""
        return moment.astimezone(self._zone).strftime("%Y-%m")

    def month(self, key: str) -> str:
        """Write a month (``yyyy-mm``): ``November 2026``."""
        year, month = key.split("-")
        name = self._words.months[int(month) - 1][1]
        return self._words["month"].format(month=name, year=int(year))

    def duration(self, length: timedelta) -> Markup:
        """Write a length of time in its two largest units, the second only if it is not zero;
        below a minute in seconds."""
        seconds = max(0, int(length.total_seconds()))
        days, rest = divmod(seconds, 86_400)
        hours, rest = divmod(rest, 3_600)
        minutes, rest = divmod(rest, 60)
        if days:
            return self._units(("day", days), ("hour", hours))
        if hours:
            return self._units(("hour", hours), ("minute", minutes))
        return self._units(("minute", minutes)) if minutes else self._units(("second", rest))

    def _units(self, larger: tuple[str, int], smaller: tuple[str, int] = ("", 0)) -> Markup:
        say = self._words
        first = say.counted(f"unit.{larger[0]}", larger[1])
        if not smaller[1]:
            return first
        second = say.counted(f"unit.{smaller[0]}", smaller[1])
        return say.sentence("duration", larger=first, smaller=second)
