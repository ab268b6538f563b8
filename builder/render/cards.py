"""Incidents, maintenance and notices in full: on their own page, on the index, among others."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from markupsafe import Markup

from builder.render.addresses import HISTORY, MAINTENANCE, event_path, incident_path, month_path
from builder.render.markup import NOTHING
from builder.render.page_values import AffectedSpan, Card, Fact, IncidentPage
from builder.render.setting import Setting
from builder.render.timeline import timeline
from builder.views.calendars import has_window
from builder.views.next_word import next_stage
from builder.views.types import IncidentView, Span
from builder.vocabulary.statuses import ENDING, Impact, Kind, State

SHOWN = 3
"""Updates of an incident that the index shows before it folds the older ones."""


def incident_page(view: IncidentView, setting: Setting) -> IncidentPage:
    """Return the values of an incident's own page."""
    words = setting.words
    return IncidentPage(
        card=Card(
            name=setting.name(view.title, longest=None),
            address="",
            badges=tuple(card_badges(view, setting)),
            due=due(view, setting),
            late=view.overdue,
            facts=tuple(facts(view, setting)),
            items=timeline(view, setting, own_page=True, level=4),
        ),
        up=up(view, setting),
        calendar=_calendar(view, setting),
        spans_heading=words["affected_when"],
        spans=tuple(affected_spans(view.spans, setting)),
    )


def affected_spans(spans: Iterable[Span], setting: Setting) -> Iterator[AffectedSpan]:
    """Yield which components were in which state when; those that shared all of it are one."""
    together: dict[tuple[State, datetime, datetime | None], list[str]] = {}
    for span in spans:
        together.setdefault((span.state, span.since, span.until), []).append(span.component)
    for (state, since, until), components in together.items():
        yield AffectedSpan(
            setting.components(components),
            setting.badges.states[state],
            setting.times.stretch(since, until),
        )


def card(
    view: IncidentView,
    setting: Setting,
    shown: int = SHOWN,
    *,
    folds: bool = True,
    longest: int | None = None,
) -> Card:
    """Return the values of one of several on a page; updates but the newest few are folded.

    Where it does not fold, it leads to them on the incident's own page. ``longest`` is as for
    ``timeline``.
    """
    items = timeline(view, setting, own_page=False, level=5, longest=longest)
    older = items[shown:] if folds else ()
    left_out = longest is not None or len(items) > shown + len(older)
    return Card(
        name=setting.name(view.title),
        address=setting.root + incident_path(view.id),
        badges=tuple(card_badges(view, setting)),
        due=due(view, setting),
        late=view.overdue,
        facts=tuple(facts(view, setting)),
        items=items[:shown],
        older=older,
        older_label=setting.words.counted("earlier", len(older)) if older else "",
        more=setting.incident(view.id, setting.words["whole_incident"]) if left_out else NOTHING,
    )


def card_badges(view: IncidentView, setting: Setting) -> Iterator[Markup]:
    """Yield the stage, then how bad it is."""
    badges = setting.badges
    if view.stage is not None:
        yield badges.stages[view.stage]
    if view.kind is Kind.INCIDENT:
        said = any(span.until is None for span in view.spans + view.clear)
        yield badges.impact(view.impact, view.stage, said=said)
    elif view.kind is Kind.MAINTENANCE:
        yield badges.impacts[Impact.MAINTENANCE]
    else:
        yield badges.notice


def due(view: IncidentView, setting: Setting) -> Markup:
    """Return the sentence on the next update; a broken promise is told where the site wants it.

    Without a promise it names the stage that owes the reader words next, where not all do.
    """
    stage = next_stage(view, setting.frame.stages)
    if stage is not None:
        return setting.words.sentence("hear_next", stage=setting.words[f"inside.{stage}"])
    if view.due is None or (view.overdue and not setting.frame.show_overdue):
        return NOTHING
    label = "overdue" if view.overdue else "due"
    return setting.words.sentence(label, time=setting.times.element(view.due))


def facts(view: IncidentView, setting: Setting) -> Iterator[Fact]:
    """Yield when it was, where it goes on, and which components it names."""
    words, times = setting.words, setting.times
    if view.scheduled_for and view.scheduled_until:
        yield Fact(words["from"], times.element(view.scheduled_for))
        yield Fact(words["until"], times.element(view.scheduled_until))
        if view.overrun:
            yield Fact("", words.sentence("overrun"))
    if view.kind is Kind.NOTICE:
        yield Fact(words["from"], times.element(view.began))
        if view.shows_until:
            yield Fact(words["until"], times.element(view.shows_until))
    elif view.kind is Kind.INCIDENT or view.spans:
        if view.began != view.scheduled_for:
            yield Fact(words["began"], times.element(view.began))
        if view.ended and view.ended != view.scheduled_until:
            yield Fact(words["ended"], _end(view, setting))
    if view.merged_into:
        link = setting.incident(view.merged_into, words["goes_on_link"])
        yield Fact("", words.sentence("goes_on", incident=link))
    if view.plan is not None and not view.spans:
        states = [
            setting.words.sentence(
                "state",
                component=setting.component(component),
                state=setting.badges.states[state],
            )
            for component, state in view.plan.states
        ]
        if states:
            yield Fact(words["planned"], words.listed(states))
    elif view.components:
        yield Fact(words["affected"], setting.components(view.components))


def _end(view: IncidentView, setting: Setting) -> Markup:
    """Return when it ended and how long it took: a length that no longer grows."""
    assert view.ended is not None
    end = setting.times.element(view.ended)
    if view.ended <= view.began:
        return end
    duration = setting.times.duration(view.ended - view.began)
    return setting.words.sentence("ended_after", time=end, duration=duration)


def _calendar(view: IncidentView, setting: Setting) -> Markup:
    if not has_window(view) or view.stage in ENDING:
        return NOTHING
    return setting.link(event_path(view.id), setting.words["calendar_event"])


def up(view: IncidentView, setting: Setting) -> Markup:
    """Return a link to the list in which the incident stands."""
    if view.kind is Kind.MAINTENANCE:
        return setting.link(MAINTENANCE, setting.words["maintenance"])
    # What has not begun is in no month yet.
    if view.began > view.updated:
        return setting.link(HISTORY, setting.words["history"])
    month = setting.times.month_of(view.began)
    return setting.link(month_path(month), setting.times.month(month))
