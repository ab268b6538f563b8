"""The first page of a private tree: what is the matter for its reader, and what it needs now."""

from collections.abc import Iterable

from markupsafe import escape

from builder.render.addresses import COMPUTING, HISTORY
from builder.render.badges import LEVEL_OF_STATE, level
from builder.render.day_history import MOST_STRIPS, figure, linked_strip
from builder.render.lists import lines
from builder.render.markup import NOTHING
from builder.render.page_values import Lines
from builder.render.private_cards import now_cards, row
from builder.render.private_needs import contact_line, open_asks
from builder.render.private_setting import PrivateSetting
from builder.render.private_values import Hero, NowCards, PrivateIndex, StandingLine
from builder.render.service_level import breaches, service_part, service_parts
from builder.render.summary import grouped, has_strips
from builder.views.audience_types import (
    AudienceIncident,
    AudienceKind,
    AudienceView,
    Standing,
)
from builder.vocabulary.statuses import Impact, worst

_LEVELS = list(Impact)


def private_index(view: AudienceView, setting: PrivateSetting) -> PrivateIndex:
    """Return the values of the first page."""
    words, reader = setting.words, view.setting
    is_account = reader.kind is AudienceKind.ACCOUNT
    rows = reader.kind is AudienceKind.EXECUTIVES
    own = is_account and bool(view.services)
    touching = _touching(view.open)
    return PrivateIndex(
        hero=_account_hero(view, touching, setting) if is_account else _hero(view, setting),
        rows=tuple(row(incident, reader, setting) for incident in touching) if rows else (),
        open=now_cards("_open", words["open_incidents"], () if rows else touching, reader, setting),
        components=tuple(_standing(each, view, setting) for each in view.standings),
        components_heading=words["your_components" if view.standings else "components"],
        groups=() if view.standings else grouped(view.site, setting),
        key=words["uptime.key"] if _has_strips(view) else "",
        computing=setting.link(COMPUTING, words["uptime.how"]) if view.site.uptime else NOTHING,
        service=service_part(view.services[0], setting) if own else None,
        services=() if own else tuple(service_parts(view.services, setting)),
        contact=contact_line(reader.contact) if reader.contact else NOTHING,
        sections=tuple(section for section in _sections(view, setting) if section.cards),
        folded=_folded(view, setting),
        recent=Lines(
            "_recent",
            words["recent_incidents"],
            lines(view.site.recent, setting),
            words["no_recent"],
            setting.link(HISTORY, words["all_history"]),
        ),
    )


def _hero(view: AudienceView, setting: PrivateSetting) -> Hero:
    words, verdict = setting.words, view.site.verdict
    asks = [ask for incident in view.open for ask in incident.view.asks]
    levels = [incident.view.impact for incident in view.open]
    worst_impact = max([verdict.indicator, *levels], key=_LEVELS.index)
    counted = (("open", view.open), ("active", view.active))
    found = [words.counted(label, len(each)) for label, each in counted if each]
    found.append(escape(words.verdict(verdict.description)))
    if any(ask.answer is None for ask in asks):
        found.append(open_asks(asks, setting))
    found += breaches(view.services, setting)
    return Hero(found[0], worst_impact.value, tuple(found[1:]))


def _account_hero(
    view: AudienceView, touching: list[AudienceIncident], setting: PrivateSetting
) -> Hero:
    """Return the head of an account's page: what is open that touches it."""
    words = setting.words
    standing = LEVEL_OF_STATE[worst([each.state for each in view.standings])]
    if touching:
        heading = words.counted("touching", len(touching))
        bad = Impact.MINOR if standing in (Impact.NONE, Impact.MAINTENANCE) else standing
        return Hero(heading, bad.value)
    return Hero(words.sentence("touching.none"), standing.value)


def _has_strips(view: AudienceView) -> bool:
    if view.standings:
        return view.site.uptime is not None and len(view.standings) <= MOST_STRIPS
    return has_strips(view.site)


def _standing(standing: Standing, view: AudienceView, setting: PrivateSetting) -> StandingLine:
    words = setting.words
    state, as_of = setting.badges.states[standing.state], NOTHING
    if standing.as_of is not None:
        state = level(Impact.NONE, words["not_affected"])
        as_of = words.sentence("as_of", time=setting.times.element(standing.as_of))
    name, uptime = setting.component(standing.component), view.site.uptime
    if uptime is None:
        return StandingLine(name, state, as_of)
    said = figure(uptime.components.get(standing.component), setting)
    if not _has_strips(view):
        return StandingLine(name, state, as_of, said)
    days = linked_strip(standing.component, standing.name, uptime, setting)
    return StandingLine(name, state, as_of, said, days)


def _sections(view: AudienceView, setting: PrivateSetting) -> tuple[NowCards, ...]:
    reader = view.setting
    kinds = (
        ("_notices", "notices", view.notices),
        ("_active", "active_maintenance", view.active),
        ("_upcoming", "upcoming_maintenance", view.upcoming),
    )
    return tuple(
        now_cards(anchor, setting.words[label], _touching(incidents), reader, setting)
        for anchor, label, incidents in kinds
    )


def _folded(view: AudienceView, setting: PrivateSetting) -> NowCards:
    """Return what is open or to come and does not touch the reader, under one line."""
    each = (*view.open, *view.notices, *view.active, *view.upcoming)
    elsewhere = [incident for incident in each if not incident.touches]
    heading = setting.words.counted("elsewhere", len(elsewhere))
    return now_cards("_elsewhere", heading, elsewhere, view.setting, setting)


def _touching(incidents: Iterable[AudienceIncident]) -> list[AudienceIncident]:
    return [incident for incident in incidents if incident.touches]
