"""Instants and durations as people write them.

Instants are aware datetimes in UTC with whole seconds, everywhere in the project.
"""

import re
from datetime import UTC, datetime, timedelta

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?"
    r"(?:([Zz])|([+-])(\d\d):?(\d\d))?"
)
_NAME_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z(?![0-9A-Za-z])")
_DURATION = re.compile(r"([1-9]\d{0,5})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class TimeError(ValueError):
    """A time or duration that can't be read; the message says why in words."""


class NaiveTimeError(TimeError):
    """A time without an offset from UTC: nobody can tell which instant it is."""


def parse_time(text: str) -> datetime:
    """Read an ISO 8601 time with an offset (``2026-11-23T14:05:00Z``; seconds optional).

    Fractions of a second are dropped.

    Raises:
        NaiveTimeError: it has no offset.
        TimeError: it is no time, or does not exist.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise TimeError(f"{text!r} is not a time")
    year, month, day, hour, minute, second, zulu, sign, zone_hours, zone_minutes = match.groups()
    if zulu is None and sign is None:
        raise NaiveTimeError(f"{text!r} has no offset from UTC")
    if sign is not None and (int(zone_hours) > 14 or int(zone_minutes) > 59):
        raise TimeError(f"{text!r} has an offset that no zone has")
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC
        )
        if sign is None:
            return local
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
        return local - offset if sign == "+" else local + offset
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{text!r} does not exist") from error


def time_in_name(name: str) -> datetime | None:
    """Return the time that a file name begins with (``20261123T1405Z-...``), or ``None``.

    Raises:
        TimeError: the name begins with something of that form that does not exist.
    """
    match = _NAME_TIME.match(name)
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError as error:
        raise TimeError(f"the time in the name, {match.group()}, does not exist") from error


def parse_duration(text: str) -> timedelta:
    """Read ``90s``, ``15m``, ``2h`` or ``3d``.

    Raises:
        TimeError: it is none of these, or zero.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise TimeError(f"{text!r} is not a duration")
    return timedelta(**{_UNITS[match.group(2)]: int(match.group(1))})


def iso(moment: datetime) -> str:
    """Write an instant as ``2026-11-23T14:05:00Z``."""
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"
