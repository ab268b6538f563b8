"""Times as people type them in a hurry, and as they are echoed: ``14:30``, ``+20m``, ``now``."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from builder.vocabulary.times import NaiveTimeError, TimeError, parse_duration, parse_time

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_EXAMPLE = "Write `14:30`, `+20m`, `now`, or a day and time like `2026-11-23 14:30`."
_HALF_A_DAY = timedelta(hours=12)


class UnreadTime(ValueError):
    """What was typed is no time; the message says what to type instead."""


def read_typed(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant that was typed (aware, UTC).

    ``14:30`` is of the zone, on the day that brings it nearest to ``now``: just before midnight
    ``00:10`` is tomorrow's. ``+20m`` counts from ``now``, ``-20m`` back from it. A day and time
    without an offset are of the zone as well.

    Raises:
        UnreadTime: it is none of these, or the clocks skip it.
    """
    word = text.strip()
    if word.lower() == "now":
        return now
    if word[:1] in ("+", "-"):
        try:
            gap = parse_duration(word[1:])
        except TimeError as error:
            raise UnreadTime(f"{error}. {_EXAMPLE}") from None
        return now + gap if word[0] == "+" else now - gap
    match = _CLOCK.fullmatch(word)
    if match is not None:
        return _nearest(int(match.group(1)), int(match.group(2)), now, zone)
    try:
        return parse_time(word)
    except NaiveTimeError:
        return _day_and_time(word, zone)
    except TimeError as error:
        raise UnreadTime(f"{error}. {_EXAMPLE}") from None


def _day_and_time(word: str, zone: ZoneInfo) -> datetime:
    try:
        moment = in_zone(parse_time(f"{word}Z"), zone)
    except TimeError:
        raise UnreadTime(f"{word!r} does not exist. {_EXAMPLE}") from None
    if moment is None:
        raise UnreadTime(f"The clocks skip {word}. {_EXAMPLE}")
    return moment


def in_zone(written: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant (aware, UTC) at which clocks of a zone show what is written; ``None``
    where they skip it. The zone of ``written`` itself means nothing."""
    local = written.replace(tzinfo=zone)
    moment = local.astimezone(UTC)
    shown = moment.astimezone(zone)
    return moment if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def _nearest(hour: int, minute: int, now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone)
    found: list[datetime | None] = []
    for days in (-1, 0, 1):
        day = today.date() + timedelta(days=days)
        found.append(in_zone(datetime(day.year, day.month, day.day, hour, minute), zone))  # noqa: DTZ001
    near = [moment for moment in found if moment and abs(moment - now) <= _HALF_A_DAY]
    if not near:
        raise UnreadTime(f"{hour:02}:{minute:02} is skipped by the clocks on that day. {_EXAMPLE}")
    return min(near, key=lambda moment: abs(moment - now))


def echoed(moment: datetime, now: datetime, zone: ZoneInfo, here: ZoneInfo | None = None) -> str:
    """Return an instant as it is told back: in the site's zone, in that of this machine where it is
    another, and how far off it is: ``14:30 UTC = 15:30 here, in 12 min``."""
    local = moment.astimezone(zone)
    today = local.date() == now.astimezone(zone).date()
    told = local.strftime("%H:%M %Z" if today else "%Y-%m-%d %H:%M %Z")
    own = moment.astimezone(here)
    if own.utcoffset() != local.utcoffset():
        told = f"{told} = {own.strftime('%H:%M')} here"
    return f"{told}, {distance(moment - now)}"


def distance(gap: timedelta) -> str:
    """Return how far off an instant is: ``in 12 min``, ``now``, or ``7 min ago``."""
    minutes = round(gap.total_seconds() / 60)
    if not minutes:
        return "now"
    hours, rest = divmod(abs(minutes), 60)
    length = f"{rest} min" if not hours else f"{hours} h {rest:02} min"
    return f"in {length}" if minutes > 0 else f"{length} ago"
