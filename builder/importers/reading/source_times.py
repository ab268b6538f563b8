"""Times as people write them in the front matter and the text of a foreign status page.

Everything comes out as an aware datetime in UTC with whole seconds. A time without a zone is read
in the zone that was given for the import.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "cet": 60, "cest": 120, "est": -300, "edt": -240,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes from UTC of the abbreviations that mean one thing wherever status pages use them."""

_ZONE = r"(?P<zone>Z|UTC|GMT|CES?T|E[SD]T|M[SD]T|P[SD]T|[+-]\d\d:?\d\d)"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d\d))(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s?(?P<half>[ap]m)?(?:\s*\(?" + _ZONE + r"\b\)?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:" + "|".join(_MONTHS) + r")[a-z]*)\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_JOIN = r"[\s,\u2013\u2014-]+(?:(?:at|around)\s+)?"

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,3}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*" + _ZONE + "?",
    re.IGNORECASE,
)
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[Tt]|" + _JOIN + ")" + _CLOCK,
        _WEEKDAY + r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?" + _MONTH
        + r"(?:,?\s+(?P<year>\d{4}))?" + _JOIN + _CLOCK,
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?"
        + _JOIN + _CLOCK,
    )
)  # fmt: skip
_CLOCK_ALONE = re.compile(_CLOCK, re.IGNORECASE)


class NotATimeError(ValueError):
    """The text is no time, or one that does not exist."""


class ZoneNeededError(ValueError):
    """A time has no zone, and none was given for the import."""


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time and what had to be assumed to read it, empty where nothing was."""

    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and, where that is known, ended."""

    start: datetime
    end: datetime | None


def read_time(text: str, zone: tzinfo | None) -> FoundTime:
    """Read a time of front matter: ISO 8601 with what people make of it.

    A date alone is its midnight. An hour of three digits (``011``) is read without its zero.

    Raises:
        NotATimeError: it can't be read, or does not exist.
        ZoneNeededError: it has no zone and ``zone`` is ``None``.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise NotATimeError(text)
    at = _moment(match.groupdict(), zone)
    if match["hour"] is None:
        return FoundTime(at, f"`{text}` has no time of day; it was read as midnight.")
    if len(match["hour"]) > 2:
        return FoundTime(at, f"The hour in `{text}` was read as {int(match['hour'])}.")
    return FoundTime(at)


def find_written(text: str, zone: tzinfo | None, span: Span) -> tuple[FoundTime, str] | None:
    """Read a time at the beginning of the text, in words or digits.

    A missing year or date is completed where the span allows only one.

    Returns:
        The time and the rest of the text, or ``None`` where no time stands there.

    Raises:
        ZoneNeededError: it has no zone and ``zone`` is ``None``.
    """
    for pattern in _WRITTEN:
        match = pattern.match(text)
        if match:
            found = _dated(match, zone, span)
            return (found, text[match.end() :]) if found else None
    match = _CLOCK_ALONE.match(text)
    if match is None:
        return None
    found = _completed(match, zone, span)
    return (found, text[match.end() :]) if found else None


def _dated(match: re.Match[str], zone: tzinfo | None, span: Span) -> FoundTime | None:
    parts = match.groupdict()
    if parts["year"]:
        moment = _try(parts, zone)
        return FoundTime(moment) if moment else None
    latest = (span.end or span.start) + timedelta(days=31)
    found = []
    for year in range(span.start.year, latest.year + 1):
        moment = _try({**parts, "year": str(year)}, zone)
        if moment and span.start - timedelta(days=1) <= moment <= latest:
            found.append(moment)
    if len(found) != 1:
        return None
    return FoundTime(found[0], f"`{match[0].strip()}` was completed by the incident's year.")


def _completed(match: re.Match[str], zone: tzinfo | None, span: Span) -> FoundTime | None:
    end = span.end or span.start + timedelta(days=1)
    found = []
    for days in range(-1, min((end - span.start).days, 3) + 2):
        day = span.start + timedelta(days=days)
        date = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        moment = _try({**match.groupdict(), **date}, zone)
        if moment and span.start <= moment <= end:
            found.append(moment)
    if len(found) != 1:
        return None
    return FoundTime(found[0], f"`{match[0].strip()}` was completed by the incident's date.")


def _try(parts: dict[str, str | None], zone: tzinfo | None) -> datetime | None:
    try:
        return _moment(parts, zone)
    except NotATimeError:
        return None


def _moment(parts: dict[str, str | None], zone: tzinfo | None) -> datetime:
    month = parts["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    try:
        local = datetime(
            int(parts["year"] or 0), number, int(parts["day"] or 0), hour,
            int(parts["minute"] or 0), int(parts["second"] or 0), tzinfo=UTC,
        )  # fmt: skip
        written = _zone(parts["zone"]) or zone
        if written is None:
            raise ZoneNeededError(f"{local:%Y-%m-%d %H:%M:%S}")
        return local.replace(tzinfo=written).astimezone(UTC)
    except ZoneNeededError:
        raise
    except (ValueError, OverflowError) as error:
        raise NotATimeError(str(error)) from error


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.lower() in _OFFSETS:
        return timezone(timedelta(minutes=_OFFSETS[text.lower()]))
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
