"""Notices: which news is an account's own, from when on, and what is left of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from builder.views.audience_types import AudienceKind, AudienceSetting
from builder.views.notices import Notice, notices
from builder.views.rows import row_of
from builder.views.types import (
    Entry,
    FeedEntry,
    Frame,
    IncidentView,
    Passage,
    UpdateView,
)
from builder.vocabulary.statuses import Impact, Kind, State, Status

FIRST = datetime(2026, 11, 23, 14, tzinfo=UTC)
FRAME = Frame("Example", "", "Etc/UTC", ("en",), "en", "example.com", 2026, True, False, (), {})
ACME = AudienceSetting(
    AudienceKind.ACCOUNT, "account:acme", "Acme", FRAME, components=("checkout",)
)
EXECUTIVES = AudienceSetting(AudienceKind.EXECUTIVES, "audience:executives", "Executives", FRAME)


def told(minute: int, *components: str, status: Status | None = Status.IDENTIFIED) -> UpdateView:
    """An update of so many minutes after the first that names these components."""
    at = FIRST + timedelta(minutes=minute)
    states = tuple((component, State.PARTIAL_OUTAGE) for component in components)
    return UpdateView(f"u{minute}", at, at, status, states, {}, {}, at)


def view(*updates: UpdateView, planned: tuple[str, ...] = ()) -> IncidentView:
    return IncidentView(
        id="one",
        kind=Kind.INCIDENT,
        title={},
        stage=None,
        impact=Impact.NONE,
        is_open=True,
        began=FIRST,
        ended=None,
        updated=FIRST,
        updates=updates,
        events=(),
        spans=(),
        components=(),
        entries=tuple(
            Entry(
                f"one/{update.id}",
                "identified",
                update.visible_from,
                update.id,
                update.status,
                (*(planned if number == 0 else ()), *(name for name, _ in update.states)),
                tuple(sorted(readers(update))),
            )
            for number, update in enumerate(updates)
        ),
    )


def readers(update: UpdateView) -> set[str]:
    passages = (passage for text in update.text.values() for passage in text)
    return {*update.to, *(name for passage in passages for name in passage.to)}


def feed(incident: IncidentView) -> list[FeedEntry]:
    """The news of an incident, newest first."""
    row = row_of(incident, "digest")
    return [FeedEntry(entry, entry.posted, row) for entry in reversed(incident.entries)]


def minutes(setting: AudienceSetting, *updates: UpdateView) -> list[float]:
    found = notices(setting, feed(view(*updates)))
    return [(each.time - FIRST).total_seconds() / 60 for each in found]


def test_what_touches_an_account_is_its_own() -> None:
    assert minutes(ACME, told(0, "checkout"), told(5)) == [5, 0]
    assert minutes(ACME, told(0, "website"), told(5)) == []


def test_an_audience_hears_of_all_that_it_may_read() -> None:
    assert minutes(EXECUTIVES, told(0, "website"), told(5)) == [5, 0]


def test_what_names_no_component_yet_may_be_its_own_and_is_told_to_its_end() -> None:
    assert minutes(ACME, told(0), told(5, "website"), told(9)) == [9, 5, 0]


def test_what_touches_it_later_is_told_from_there_on() -> None:
    updates = told(0, "website"), told(5, "checkout"), told(9, "website")
    assert minutes(ACME, *updates) == [9, 5]
    # What was told stays whatever follows: no entry comes in behind others.
    assert minutes(ACME, *updates, told(12)) == [12, 9, 5]


def test_words_for_it_make_an_incident_its_own() -> None:
    words = {"en": (Passage("<p>For you.</p>", ("account:acme",)),)}
    others = {"en": (Passage("<p>Not for you.</p>", ("account:globex",)),)}
    first = told(0, "website")
    assert minutes(ACME, first, replace(told(5), text=words)) == [5]
    assert minutes(ACME, first, replace(told(5), to=("account:acme",))) == [5]
    assert minutes(ACME, first, replace(told(5), text=others)) == []


def test_a_planned_window_touches_it_from_the_start() -> None:
    def told_of(component: str) -> int:
        return len(notices(ACME, feed(view(told(0), told(5), planned=(component,)))))

    assert told_of("checkout") == 2
    assert told_of("website") == 0


def test_stages() -> None:
    incident = view(told(0, status=Status.SCHEDULED), told(5, status=None))
    entries = (
        *incident.entries,
        Entry("one/event/started", "started", FIRST, stage=Status.IN_PROGRESS),
        Entry("one/event/completed", "completed", FIRST, stage=Status.COMPLETED),
        Entry("one/u0/withdrawn", "withdrawn", FIRST, "u0", Status.SCHEDULED),
    )
    found = notices(EXECUTIVES, feed(replace(incident, entries=entries)))
    assert [each.stage for each in found] == [
        None,
        Status.COMPLETED,
        Status.IN_PROGRESS,
        None,
        Status.SCHEDULED,
    ]


def test_the_time_is_that_of_the_readers_news() -> None:
    incident = view(told(0))
    (entry,) = feed(incident)
    later = FIRST + timedelta(seconds=1)
    assert notices(ACME, [replace(entry, time=later)]) == (
        Notice("one/u0", Status.IDENTIFIED, later),
    )
