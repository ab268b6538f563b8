import re
from dataclasses import replace
from datetime import timedelta

import icalendar
import ics
import pytest

from builder.render.calendar import calendar_outputs, event_outputs
from builder.views.calendars import NEWEST, calendars, revision
from builder.views.rows import row_of
from builder.views.types import CalendarView, FeedOf, Frame, IncidentView, SiteView
from tests.model.written import moment
from tests.render import samples
from tests.render.feed_samples import FRAME, titled, view, with_words

WINDOW = "kind maintenance\nwindow 16:00-18:00 checkout=under_maintenance\n"
AHEAD = view(f"{WINDOW}09:00 scheduled", moment("10:00"))
HOSTILE = [
    "Line\r\nBEGIN:VEVENT\r\nUID:evil",
    "a\x00b\x07c\x1bd",
    "comma, semicolon; backslash \\ and \\n",
    "\u202egnirts\u2066 \u05e9\u05dc\u05d5\u05dd",
    "x" * 10_000,
    "\U0001f469\u200d\U0001f4bb" * 2_000,
    "constructor",
    "",
]


def event_bytes(of: IncidentView, frame: Frame = FRAME) -> bytes:
    (output,) = event_outputs(of, frame, "key")
    return output.make()


def event(data: bytes) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def made(*views: IncidentView, frame: Frame = FRAME) -> dict[str, bytes]:
    """Every calendar of a site with these windows."""
    site = replace(samples.site(), frame=frame, calendars=listed(*views))
    files = {each.path: each.make() for view in views for each in event_outputs(view, frame, "")}
    return {each.path: each.make() for each in calendar_outputs(site, frame, files.__getitem__)}


def listed(*views: IncidentView) -> tuple[CalendarView, ...]:
    site: SiteView = samples.site()
    components = {page.component.id: page.component for page in site.components}
    rows = [row_of(each, each.id) for each in views]
    return tuple(calendars(rows, components, site.groups))


def test_an_event() -> None:
    found = event(event_bytes(with_words(AHEAD, "<p>Card payments pause.</p>")))
    assert found["uid"] == "example@status.example.com"
    assert found["sequence"] == 0
    assert found.decoded("dtstart") == moment("16:00")
    assert found.decoded("dtend") == moment("18:00")
    posted = {found.decoded(name) for name in ("dtstamp", "created", "last-modified")}
    assert posted == {moment("09:00")}
    assert (found["status"], found["transp"], found["summary"]) == (
        "CONFIRMED",
        "TRANSPARENT",
        "Example",
    )
    assert found["description"] == (
        "Card payments pause.\n\nCheckout: Under maintenance\n\n"
        "All updates: https://status.example.com/incidents/example.html"
    )
    assert found["url"] == "https://status.example.com/incidents/example.html"


def test_incidents_and_notices_have_none() -> None:
    assert not [*event_outputs(samples.view(), FRAME, "key")]
    assert not [*event_outputs(samples.notice(), FRAME, "key")]


def test_lines_end_and_are_folded_as_the_standard_asks() -> None:
    data = event_bytes(titled(AHEAD, "Été " * 60))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n", data)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    data.decode()
    assert all(re.fullmatch(rb"[A-Z-]+[:;].*| .*", line) for line in data.split(b"\r\n")[:-1])


def test_a_new_window_raises_the_sequence_under_the_same_uid() -> None:
    moved = f"{WINDOW}09:00 scheduled\n10:00 scheduled from=17:00 until=19:00"
    before, after = event(event_bytes(AHEAD)), event(event_bytes(view(moved, moment("11:00"))))
    assert before["uid"] == after["uid"]
    assert after["sequence"] == 1
    assert after.decoded("dtstart") == moment("17:00")
    assert after.decoded("last-modified") == after.decoded("dtstamp") == moment("10:00")
    assert after.decoded("created") == moment("09:00")


def test_what_is_cancelled_stays_and_says_so() -> None:
    of = view(f"{WINDOW}09:00 scheduled\n10:00 cancelled", moment("11:00"))
    found = event(event_bytes(of))
    assert (found["status"], found["sequence"]) == ("CANCELLED", 1)
    assert found["summary"] == "[Cancelled] Example"
    assert b"STATUS:CANCELLED" in made(of)["maintenance.ics"]


def test_a_sequence_never_falls() -> None:
    last = replace(
        AHEAD.updates[-1], scheduled_for=moment("17:00"), scheduled_until=moment("19:00")
    )
    moved = replace(AHEAD, updates=(*AHEAD.updates, last))
    back = replace(AHEAD, updates=(*AHEAD.updates, replace(last, withdrawn=moment("12:00"))))
    assert [revision(each) for each in (AHEAD, moved, back)] == [0, 1, 2]


def test_calendars_of_the_site_its_parts_and_nothing() -> None:
    found = made(AHEAD)
    assert {path for path, data in found.items() if b"BEGIN:VEVENT" in data} == {
        "maintenance.ics",
        "components/checkout/maintenance.ics",
        "groups/payments/maintenance.ics",
    }
    assert "components/search/maintenance.ics" in found
    whole = icalendar.Calendar.from_ical(found["maintenance.ics"])
    assert whole["name"] == "Example maintenance"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in found["maintenance.ics"]
    assert whole["source"] == "https://status.example.com/maintenance.ics"


def test_another_language_has_its_own_files_and_the_same_events() -> None:
    french = replace(FRAME, languages=("fr", "en"), folder="fr/")
    found = made(titled(AHEAD, "Pause"), frame=french)
    one = event(found["fr/maintenance.ics"])
    assert one["uid"] == event(event_bytes(AHEAD))["uid"]
    assert one["url"] == "https://status.example.com/fr/incidents/example.html"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_words_to_all_parsers(text: str) -> None:
    names = {"checkout": {"en": text}}
    frame = replace(FRAME, name=text, component_names=names)
    of = with_words(titled(AHEAD, text), "<p>Words.</p>")
    for path, data in made(of, frame=frame).items():
        events = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert [each["uid"] for each in events] in ([], ["example@status.example.com"]), path
        assert max(len(line) for line in data.split(b"\r\n")) <= 75
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
        assert len(ics.Calendar(data.decode()).events) == len(events)


def test_an_old_window_makes_room_and_one_ahead_never_does() -> None:
    row = row_of(AHEAD, "digest")
    past = [
        replace(
            row, id=f"past-{number}", stage=None, scheduled_for=moment("16:00") + timedelta(number)
        )
        for number in range(NEWEST + 5)
    ]
    first = replace(row, id="ahead", scheduled_for=moment("16:00") - timedelta(1))
    (whole,) = calendars([*past, first], {}, ())
    assert whole.of is FeedOf.SITE
    assert [each.id for each in whole.rows][:1] == [f"past-{NEWEST + 4}"]
    assert len(whole.rows) == NEWEST + 1
    assert whole.rows[-1].id == "ahead"


def test_a_key_stays_until_a_window_changes() -> None:
    def keys(site: SiteView) -> list[str]:
        return [each.key for each in calendar_outputs(site, FRAME, lambda path: b"")]

    one = replace(samples.site(), calendars=listed(AHEAD))
    assert keys(one) == keys(replace(one, open=()))
    other = replace(one, calendars=listed(replace(AHEAD, id="other")))
    assert keys(one) != keys(other)
