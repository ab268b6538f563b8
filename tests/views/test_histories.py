"""Properties of all histories: what was told stays, and nothing is told before its time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as some

from builder.model.incident import Incident
from builder.views.cut import cut, instants_for
from builder.views.fingerprint import fingerprint
from builder.views.frame import component_limits
from builder.views.news import news
from builder.views.rows import carried, row_of
from builder.views.site_view import present_states
from builder.views.types import IncidentRow
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import ENDING, Impact, State
from tests.views.fixtures import SITE, site, views
from tests.views.histories import after, as_of, incidents, sites, with_private_parts
from tests.views.test_site_view import written

ACME = Reader("account:acme", frozenset({"account:acme", "audience:public"}))
LIMITS = component_limits(SITE)
SECOND = timedelta(seconds=1)
END = after(100)
moments = some.integers(0, 100 * 60).map(lambda seconds: after(0, seconds))
often = settings(max_examples=40, deadline=None)


def rows_at(made: Mapping[str, Incident], now: datetime) -> tuple[IncidentRow, ...]:
    return tuple(row_of(view, view.id) for view in views(made, now).values())


def next_instant(made: Mapping[str, Incident], now: datetime) -> datetime:
    """When the site may next change, as a build works it out."""
    return min(_next(made, PUBLIC, rows_at(made, now), now), END)


def turns(made: Mapping[str, Incident]) -> Iterator[datetime]:
    """Every moment at which a build would be due."""
    now = after(-10)
    while now < END:
        yield now
        now = next_instant(made, now)


@often
@given(sites())
def test_a_site_is_constant_between_its_instants(made: dict[str, Incident]) -> None:
    for begin, end in pairwise([*turns(made), END]):
        early, late = site(made, begin), site(made, end - SECOND)
        assert early == late
        assert fingerprint(early) == fingerprint(late)


@often
@given(incidents())
def test_nothing_is_told_before_its_time(made: Incident) -> None:
    for now in turns({"one": made}):
        then = as_of(made, now)
        if then.updates:
            assert cut(PUBLIC, made, LIMITS, now) == cut(PUBLIC, then, LIMITS, now)


@often
@given(sites(), some.data(), moments)
def test_private_parts_change_nothing_for_the_public(
    made: dict[str, Incident], data: some.DataObject, now: datetime
) -> None:
    public = {name: each for name, each in made.items() if _has_public_part(each)}
    both = {name: data.draw(with_private_parts(each)) for name, each in public.items()}
    secret = replace(data.draw(incidents("secret")), audience=frozenset({"account:acme"}))
    assert site({**both, "secret": secret}, now) == site(public, now)
    assert next_instant(both, now) == next_instant(public, now)


def _has_public_part(made: Incident) -> bool:
    return any(update.audience is None for update in made.updates)


@often
@given(sites(), some.booleans())
def test_an_entry_once_told_stays(made: dict[str, Incident], private: bool) -> None:
    """Key, time, label and update; a time may move for one of the same second alone, which is
    posted as files and so before it is told."""
    reader = ACME if private else PUBLIC
    told: dict[str, tuple[datetime, str, str]] = {}
    now = after(0)
    while now <= END:
        rows = [row_of(view, view.id) for view in views(made, now, reader).values()]
        items = news(rows, now).items
        times = [time for _, _, time in items]
        assert times == sorted(set(times), reverse=True)
        assert not times or times[0] <= now
        found = {entry.key: (time, entry.label, entry.update) for _, entry, time in items}
        assert len(found) == len(items), "a key twice"
        assert found.items() >= told.items()
        new = [time for key, (time, _, _) in found.items() if key not in told]
        old = [time for time, _, _ in told.values()]
        assert not new or not old or min(new) > max(old), "told later, dated earlier"
        told = found
        now = min(_next(made, reader, rows, now), END + SECOND)


def _next(
    made: Mapping[str, Incident], reader: Reader, rows: Sequence[IncidentRow], now: datetime
) -> datetime:
    known = [turn for each in made.values() for turn in instants_for(reader, each, LIMITS)]
    waiting = news(rows, now).waiting
    later = [turn for turn in [*known, *([waiting] if waiting else [])] if turn > now]
    return min(later, default=END + SECOND)


def goes_on_elsewhere_for_a_minute() -> dict[str, Incident]:
    """Merged into one that had another word on the component, and taken back."""
    return written(
        a="14:00 investigating checkout=under_maintenance into=b\n14:01 investigating",
        b="14:00 investigating checkout=operational",
    )


@often
@example(goes_on_elsewhere_for_a_minute(), after(0))
@given(sites(plain=True), moments)
def test_the_past_stays_where_nothing_reaches_back(
    made: dict[str, Incident], now: datetime
) -> None:
    then = present_states(carried(rows_at(made, now)), now)
    assert present_states(carried(rows_at(made, END)), now) == then


@often
@given(sites())
def test_stage_bounds_and_states_agree(made: dict[str, Incident]) -> None:
    for now in turns(made):
        _agrees(made, now)


def _agrees(made: Mapping[str, Incident], now: datetime) -> None:
    seen = site(made, now)
    for view in views(made, now).values():
        assert view.updated <= now
        assert view.updated >= max(entry.posted for entry in view.entries)
        assert [entry.posted for entry in view.entries] == sorted(
            entry.posted for entry in view.entries
        )
        assert all(span.since <= now for span in view.spans)
        assert all(span.until is None or span.since < span.until <= now for span in view.spans)
        if view.is_open:
            assert view.stage not in ENDING
            assert view.ended is None
        if view.ended is not None:
            assert view.due is None
            assert all(span.until is not None for span in view.spans)
        assert view.overdue is (view.due is not None and view.due <= now)
    ailing = {
        component.id: component.state
        for group in seen.groups
        for component in group.components
        if component.state is not State.OPERATIONAL
    }
    if ailing:
        assert seen.open or seen.active, "something ails, and nothing is in progress"
        assert seen.verdict.indicator is not Impact.NONE
    for view in seen.open:
        words = [span for span in (*view.spans, *view.clear) if span.until is None]
        assert words or seen.verdict.indicator is not Impact.NONE


@often
@given(sites(), moments, some.permutations("abc"))
def test_the_order_of_files_does_not_matter(
    made: dict[str, Incident], now: datetime, order: list[str]
) -> None:
    shuffled = {name: made[name] for name in order if name in made}
    assert site(shuffled, now) == site(made, now)
