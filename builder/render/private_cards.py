"""Incidents on private pages: the *Now* of each, its facts, and one row an open incident."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from builder.render.addresses import incident_path
from builder.render.cards import card_badges, due, facts
from builder.render.markup import NOTHING
from builder.render.page_values import Fact
from builder.render.private_needs import (
    account_lines,
    ask_lines,
    need_lines,
    open_asks,
    seen_line,
)
from builder.render.private_setting import PrivateSetting
from builder.render.private_timeline import own_timeline
from builder.render.private_values import NowCard, NowCards, Row
from builder.views.audience_types import (
    AudienceIncident,
    AudienceKind,
    AudienceSetting,
    NeedView,
)
from builder.vocabulary.statuses import Kind

OUTCOME, IMPACT = "outcome", "impact"
"""The needs that a row shows."""

NEWEST = 1
"""Items of the reader's own timeline that stand on the first page."""


def now_cards(
    anchor: str,
    heading: str,
    incidents: Iterable[AudienceIncident],
    reader: AudienceSetting,
    setting: PrivateSetting,
) -> NowCards:
    """Return several incidents under a heading of the first page."""
    return NowCards(
        anchor,
        heading,
        tuple(now_card(incident, reader, setting, own_page=False) for incident in incidents),
    )


def now_card(
    incident: AudienceIncident,
    reader: AudienceSetting,
    setting: PrivateSetting,
    *,
    own_page: bool,
) -> NowCard:
    """Return the values of an incident: all of its timeline on its own page, else the newest."""
    words, view = setting.words, incident.view
    level = 3 if own_page else 5
    is_account = reader.kind is AudienceKind.ACCOUNT
    is_incident = view.kind is Kind.INCIDENT
    items = own_timeline(incident, reader, setting, own_page=own_page, level=level + 1)
    folded = ""
    if not own_page:
        if reader.needs and not is_account and is_incident:
            items = tuple(each for each in items if each.item.body)
            folded = words["newest"]
        items = items[:NEWEST]
    page = "" if own_page else setting.root + incident_path(view.id)
    needs = need_lines(incident, reader, setting, page, level)
    accounts = tuple(account_lines(incident.accounts, setting, level))
    more = len(incident.accounts) - len(accounts)
    sees = reader.kind is AudienceKind.CUSTOMER_SERVICE and view.is_open
    return NowCard(
        name=setting.name(view.title, longest=None if own_page else 160),
        address=page,
        badges=tuple(_badges(incident, setting)),
        heading=words["now" if view.is_open else "last_known"] if needs else "",
        due=due(view, setting),
        late=view.overdue,
        needs=needs,
        asks=ask_lines(view.asks, reader.names, setting),
        seen=seen_line(incident, setting, level) if sees else None,
        accounts=accounts,
        more_accounts=words.counted("other_accounts", more) if accounts and more else "",
        facts=()
        if is_incident and not own_page
        else (*facts(view, setting), *_roles(incident, setting)),
        items=items,
        items_heading=words["your_timeline" if is_account else "updates"],
        items_folded=folded if items else "",
        public=NOTHING if view.limited else _public_page(incident, setting),
    )


def row(incident: AudienceIncident, reader: AudienceSetting, setting: PrivateSetting) -> Row:
    """Return what stands on one row of an open incident."""
    words, view = setting.words, incident.view
    needs = {need.id: need for need in incident.needs}
    promise = setting.times.element(view.due) if view.due else words.sentence("no_promise")
    return Row(
        name=setting.incident(view.id, setting.name(view.title)),
        badges=tuple(_badges(incident, setting)),
        outcome=_said(needs.get(OUTCOME), setting),
        asks=ask_lines(view.asks, reader.names, setting),
        cells=(
            Fact(words["row_customers"], _said(needs.get(IMPACT), setting) or _unknown(setting)),
            Fact(words["row_asks"], open_asks(view.asks, setting)),
            Fact(words["row_next"], promise),
        ),
    )


def _unknown(setting: PrivateSetting) -> Markup:
    return setting.words.sentence("not_known")


def _said(need: NeedView | None, setting: PrivateSetting) -> Markup:
    """Return the newest word on a need, and when it was said."""
    if need is None or need.ended or need.at is None:
        return NOTHING
    as_of = setting.words.sentence("as_of", time=setting.times.element(need.at))
    return setting.passages(need.text, 5) + Markup('<p class="note">{}</p>').format(as_of)


def _badges(incident: AudienceIncident, setting: PrivateSetting) -> Iterator[Markup]:
    if incident.view.priority is not None:
        yield Markup('<span class="tag">{}</span>').format(incident.view.priority.value)
    yield from card_badges(incident.view, setting)


def _roles(incident: AudienceIncident, setting: PrivateSetting) -> Iterator[Fact]:
    if incident.view.roles:
        say = setting.words.sentence
        held = (say("role", role=each.role, name=each.name) for each in incident.view.roles)
        yield Fact(setting.words["roles"], setting.words.listed(held))


def _public_page(incident: AudienceIncident, setting: PrivateSetting) -> Markup:
    address = setting.public(incident_path(incident.view.id))
    return setting.outside(address, setting.words["public_page"])
