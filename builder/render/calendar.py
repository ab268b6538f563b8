"""Windows of maintenance as calendars (iCalendar, RFC 5545).

Each window is a file of its own, made with the pages of its incident; the calendars of the site,
its groups and its components are put together from those files. What writes them is loaded when one
has to be written.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from builder.render import addresses
from builder.render.feed_addresses import calendar_path
from builder.render.feed_html import one_line, plain, shortened
from builder.render.feed_items import site_name
from builder.render.outputs import Files, Output
from builder.render.telling import LONGEST_NAME, Telling, in_language, telling
from builder.views.calendars import has_window, revision
from builder.views.fingerprint import fingerprint
from builder.views.types import CalendarView, FeedOf, Frame, IncidentView, SiteView
from builder.vocabulary.statuses import Status

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event

PRODUCT = "-//Tocsin//Status page//EN"
"""What wrote a calendar (section 3.7.3)."""

REFRESH = timedelta(hours=1)
"""How often a program should ask for a calendar anew (RFC 7986, section 5.7)."""

LONGEST_TEXT = 1_000
"""Characters of an update in a calendar; its page has all of it."""

NAMES = (
    "BEGIN END VCALENDAR VEVENT VTIMEZONE STANDARD TZID Etc/UTC TZOFFSETFROM TZOFFSETTO VERSION "
    "PRODID NAME X-WR-CALNAME URL SOURCE VALUE URI REFRESH-INTERVAL DURATION PT1H X-PUBLISHED-TTL "
    "UID SEQUENCE DTSTAMP CREATED LAST-MODIFIED DTSTART DTEND SUMMARY DESCRIPTION CATEGORIES "
    "STATUS CONFIRMED CANCELLED TRANSP TRANSPARENT"
)
"""Words of the format that stand in a calendar whatever it tells."""

_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def event_outputs(view: IncidentView, frame: Frame, key: str) -> Iterator[Output]:
    """Yield the file of a maintenance's window; ``key`` stands for all that the view and the frame
    were made from."""
    if has_window(view):
        path = f"{frame.folder}{addresses.event_path(view.id)}"
        yield Output(path, key, partial(_event_file, view, frame))


def calendar_outputs(site: SiteView, frame: Frame, files: Files) -> Iterator[Output]:
    """Yield the calendars of a site in the language of ``frame``, from the ``files`` of its
    windows."""
    place = fingerprint(
        frame.name,
        frame.url,
        frame.languages,
        frame.folder,
        frame.authority,
        frame.time_zone,
        frame.component_names,
        frame.catalogue,
    )
    for calendar in site.calendars:
        path = f"{frame.folder}{calendar_path(calendar.of, calendar.id)}"
        key = fingerprint(path, place, calendar.name, calendar.rows)
        yield Output(path, key, partial(_calendar_file, calendar, path, frame, files), last=True)


def _event_file(view: IncidentView, frame: Frame) -> bytes:
    calendar = _calendar()
    calendar.add_component(_event(view, frame, telling(frame)))
    return _printed(calendar)


def _calendar_file(view: CalendarView, path: str, frame: Frame, files: Files) -> bytes:
    from icalendar import vText, vUri

    how = telling(frame)
    calendar = _calendar()
    part = in_language(view.name, how.language)
    label = "calendar_of" if view.of is not FeedOf.SITE else "calendar_title"
    title = one_line(how.own_words[label].format(site=site_name(frame), part=part))
    title = shortened(title, LONGEST_NAME)
    for name in ("name", "x-wr-calname"):
        calendar[name] = vText(title)
    calendar["url"] = vUri(how.site + addresses.MAINTENANCE)
    calendar["source"] = vUri(how.top + path)
    calendar["source"].params["value"] = "URI"
    events = [files(f"{frame.folder}{addresses.event_path(row.id)}") for row in view.rows]
    if not events:
        calendar.add_component(_utc())
    head, end, tail = _printed(calendar).rpartition(b"END:VCALENDAR")
    return b"".join((head, *map(_event_in, events), end, tail))


def _event_in(file: bytes) -> bytes:
    """Return the event of a file that holds one."""
    return file[file.index(_BEGIN) : file.rindex(_END) + len(_END)]


def _event(view: IncidentView, frame: Frame, how: Telling) -> "Event":
    from icalendar import Event, vText

    cancelled = view.stage is Status.CANCELLED
    posted = [entry.posted for entry in view.entries if entry.update]
    event = Event()
    event["uid"] = vText(f"{view.id}@{frame.authority}")
    event.add("sequence", revision(view))
    _add_time(event, "dtstamp", max(posted))
    _add_time(event, "created", min(posted))
    _add_time(event, "last-modified", max(posted))
    _add_time(event, "dtstart", view.scheduled_for)
    if view.scheduled_for != view.scheduled_until:
        _add_time(event, "dtend", view.scheduled_until)
    title = shortened(one_line(in_language(view.title, how.language)), LONGEST_NAME)
    if cancelled:
        # Many programs show a cancelled event as any other.
        label = how.words.stages[Status.CANCELLED]
        title = how.own_words["entry_title"].format(label=label, title=title)
    event["summary"] = vText(title or view.id)
    event["description"] = vText("\n\n".join(_description(view, how)))
    names = [how.name(component) for component in view.components]
    if names:
        event.add("categories", names)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    # It says nothing of when the reader has time.
    event.add("transp", "TRANSPARENT")
    event.add("url", how.page(view.id))
    return event


def _description(view: IncidentView, how: Telling) -> Iterator[str]:
    """Yield the newest words that still hold, what the window touches, and where the rest is."""
    said = (
        plain(in_passages)
        for update in reversed(view.updates)
        if not (update.withdrawn or update.redacted or update.corrected_by)
        and (in_passages := update.text.get(how.language) or next(iter(update.text.values()), ()))
    )
    words = next(filter(None, said), "")
    if not words and view.stage is not None:
        words = how.words.unsaid[view.stage]
    if words:
        yield shortened(words, LONGEST_TEXT)
    if view.plan is not None and view.plan.states:
        yield "\n".join(
            how.words["state"].format(component=how.name(component), state=how.words.states[state])
            for component, state in view.plan.states
        )
    label = how.own_words["all_updates"]
    yield how.own_words["fact"].format(label=label, value=how.page(view.id))


def _calendar() -> "Calendar":
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar["refresh-interval"] = vDuration(REFRESH)
    calendar["refresh-interval"].params["value"] = "DURATION"
    calendar["x-published-ttl"] = vDuration(REFRESH)
    return calendar


def _utc() -> "Component":
    """A calendar must hold something (section 3.6); without an event it is the zone of none."""
    from icalendar import Timezone, TimezoneStandard, vUTCOffset

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 -- local, as section 3.6.5 asks
    for name in ("tzoffsetfrom", "tzoffsetto"):
        standard[name] = vUTCOffset(timedelta())
    zone.add_component(standard)
    return zone


def _add_time(event: "Event", name: str, moment: datetime | None) -> None:
    assert moment is not None, name
    event.add(name, moment)


def _printed(calendar: "Calendar") -> bytes:
    return bytes(calendar.to_ical())
