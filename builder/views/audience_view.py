"""A private reader's own view: its setting, its incidents and its whole tree.

Everything is derived from the reader's views, after the cut. A reader's site is the site in its own
zone, and its rows, news and incidents are folded by ``site_view`` as everyone's are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from builder.model.site import Account, Audience, Site
from builder.views.audience_types import (
    AccountName,
    AccountTold,
    AudienceIncident,
    AudienceKind,
    AudienceSetting,
    AudienceView,
    ContactView,
    Standing,
)
from builder.views.frame import frame_of
from builder.views.needs import needs_now
from builder.views.service_types import ServiceView
from builder.views.types import Frame, IncidentRow, IncidentView, Passage, SiteView, UpdateView
from builder.vocabulary.readers import PUBLIC_NAME, Reader
from builder.vocabulary.statuses import State, Status

MONTHS_KEPT = 24
"""Months of incidents that have a page in a private tree beside the public one."""

_KINDS = {
    kind.value: kind
    for kind in AudienceKind
    if kind not in (AudienceKind.ACCOUNT, AudienceKind.OTHER)
}


def site_for(reader: Reader, site: Site) -> Site:
    """Return the site in the zone of its reader."""
    account = _account(reader, site)
    zone = account.time_zone if account else ""
    return replace(site, time_zone=zone) if zone else site


def audience_setting(reader: Reader, site: Site) -> AudienceSetting:
    """Return what all pages of one private reader share."""
    account = _account(reader, site)
    audience = _audience(reader, site, account)
    named = account or audience
    contact = account.contact if account else None
    return AudienceSetting(
        kind=_kind(reader, account),
        reader=reader.name,
        name=named.name if named else "",
        frame=_frame(reader, site, account),
        needs=audience.needs if audience else (),
        names=_names(reader, site),
        components=account.components if account else (),
        contact=ContactView(contact.name, contact.email) if contact else None,
        accounts=tuple(_account_names(reader, site)) if reader.internal else (),
    )


def kept_since(now: datetime, zone: str) -> datetime:
    """Return since when incidents have a page in a private tree: the beginning of a month.

    ``zone`` is an IANA name. It moves on when a month begins there, which is an instant of the
    tree.
    """
    local = now.astimezone(ZoneInfo(zone))
    months = local.year * 12 + local.month - 1 - MONTHS_KEPT
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=ZoneInfo(zone))


def month_borders(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when the month of ``now`` began in a zone (an IANA name) and when the next one does:
    the instants at which ``kept_since`` moves on."""
    local = now.astimezone(ZoneInfo(zone))
    months = local.year * 12 + local.month
    began = datetime(local.year, local.month, 1, tzinfo=ZoneInfo(zone))
    ends = datetime(months // 12, months % 12 + 1, 1, tzinfo=ZoneInfo(zone))
    return began.astimezone(UTC), ends.astimezone(UTC)


def measured_for(setting: AudienceSetting) -> frozenset[str] | None:
    """Return the components that have figures and a page in a private tree: an account's own,
    ``None`` for all that its reader knows."""
    return frozenset(setting.components) or None


def has_page(
    incident: IncidentRow | IncidentView, setting: AudienceSetting, since: datetime
) -> bool:
    """Say whether an incident has a page in the private tree, besides a public one it may have.

    It has while it goes on, here or in another one, or is to come, and for ever where no public
    page tells of it. Else it has if it is not older than ``since`` and holds something for this
    reader, or touches a component of this account.
    """
    if incident.is_open or incident.merged_into or incident.stage is Status.SCHEDULED:
        return True
    if incident.limited:
        return True
    if incident.updated < since:
        return False
    touched = not set(setting.components).isdisjoint(incident.components)
    return incident.own or touched


def audience_incident(view: IncidentView, setting: AudienceSetting) -> AudienceIncident:
    """Return one incident as it is laid out for its reader."""
    return AudienceIncident(
        view=view,
        needs=needs_now(setting.needs, view.updates, setting.reader),
        customers=tuple(_as_everyone_was_told(view)),
        touches=_touches(view, setting),
        accounts=tuple(_told(view, account) for account in setting.accounts),
    )


def audience_view(
    setting: AudienceSetting,
    site: SiteView,
    since: datetime,
    services: tuple[ServiceView, ...] = (),
) -> AudienceView:
    """Fold a private tree from the reader's site; ``since`` is that of ``kept_since``, ``services``
    are the contracts that the reader is told of."""

    def laid_out(views: Iterable[IncidentView]) -> tuple[AudienceIncident, ...]:
        return tuple(audience_incident(view, setting) for view in views)

    rows = [row for month in site.months for row in month.rows]
    measured = measured_for(setting)
    current = (*site.open, *site.notices, *site.active, *site.upcoming)
    each: tuple[IncidentRow | IncidentView, ...] = (*rows, *site.past_maintenance, *current)
    return AudienceView(
        setting=setting,
        site=replace(site, frame=setting.frame),
        open=laid_out(site.open),
        notices=laid_out(site.notices),
        active=laid_out(site.active),
        upcoming=laid_out(site.upcoming),
        standings=tuple(_standings(setting, site)),
        components=tuple(
            page for page in site.components if measured is None or page.component.id in measured
        ),
        months=site.months,
        inside=frozenset(one.id for one in each if has_page(one, setting, since)),
        limited=frozenset(one.id for one in each if one.limited),
        services=services,
    )


# --- who reads ----------------------------------------------------------------------------------


def _account(reader: Reader, site: Site) -> Account | None:
    return next((each for each in site.accounts.values() if each.reader.name == reader.name), None)


def _audience(reader: Reader, site: Site, account: Account | None) -> Audience | None:
    """Return the reader's audience; of an account the one that has a page an account."""
    for each in site.audiences.values():
        if each.accounts if account else each.reader.name == reader.name:
            return each
    return None


def _kind(reader: Reader, account: Account | None) -> AudienceKind:
    if account:
        return AudienceKind.ACCOUNT
    return _KINDS.get(reader.name.partition(":")[2], AudienceKind.OTHER)


def _frame(reader: Reader, site: Site, account: Account | None) -> Frame:
    frame = frame_of(reader, site_for(reader, site))
    first = account.language if account and account.language else site.language
    others = (language for language in site.languages if language != first)
    return replace(frame, languages=(first, *others), search_engines=False)


def _names(reader: Reader, site: Site) -> dict[str, str]:
    known = {each.reader.name: each.name for each in site.audiences.values()}
    known.update((each.reader.name, each.name) for each in site.accounts.values())
    return {name: known[name] for name in known if name in reader.reads and name != PUBLIC_NAME}


def _account_names(reader: Reader, site: Site) -> Iterator[AccountName]:
    for each in site.accounts.values():
        if each.reader.name in reader.reads:
            yield AccountName(each.id, each.name, each.reader.reads, each.components)


# --- one incident -------------------------------------------------------------------------------


def _as_everyone_was_told(view: IncidentView) -> Iterator[UpdateView]:
    for update in view.updates:
        if not update.to:
            text = {language: _kept(text, own=False) for language, text in update.text.items()}
            yield replace(update, text={key: text[key] for key in text if text[key]})


def _kept(text: tuple[Passage, ...], *, own: bool) -> tuple[Passage, ...]:
    return tuple(passage for passage in text if passage.own is own)


def _touches(view: IncidentView, setting: AudienceSetting) -> bool:
    """Say whether an incident is about an account: one that names no component may be."""
    if not setting.components or not view.components:
        return True
    if not set(setting.components).isdisjoint(view.components):
        return True
    return any(
        setting.reader in passage.to
        for update in view.updates
        for text in update.text.values()
        for passage in text
    )


def _told(view: IncidentView, account: AccountName) -> AccountTold:
    """Return what an account was told last, as far as the insider may read it."""
    own = f"account:{account.id}"
    told = AccountTold(
        account.id,
        account.name,
        not set(account.components).isdisjoint(view.components),
        states=tuple((name, state) for to, name, state in view.apart if to == own),
    )
    for update in view.updates:
        standing = update.withdrawn is None and update.redacted is None
        if not standing or (update.to and account.reads.isdisjoint(update.to)):
            continue
        promise = _promise(update, account)
        if promise or not (update.corrects or update.to):
            told = replace(told, due=promise)
        text = {
            language: tuple(each for each in text if not account.reads.isdisjoint(each.to))
            for language, text in update.text.items()
        }
        if any(text.values()):
            text = {language: text[language] for language in text if text[language]}
            told = replace(told, text=text, at=update.at, update=update.id)
    return told if view.is_open and not view.merged_into else replace(told, due=None)


def _promise(update: UpdateView, account: AccountName) -> datetime | None:
    """Return what an update promises an account: its own word, else that of what it reads."""
    own = f"account:{account.id}"
    wider = sorted(account.reads - {own, PUBLIC_NAME})
    names = (own, *wider, PUBLIC_NAME)
    return next((update.promises[name] for name in names if name in update.promises), None)


# --- components of an account -------------------------------------------------------------------


def _standings(setting: AudienceSetting, site: SiteView) -> Iterator[Standing]:
    known = {page.component.id: page.component for page in site.components}
    going_on = site.open + site.active
    told = [each.entry.posted for each in site.feed if each.entry.update]
    newest = max(told, default=None) if going_on else None
    for identifier in setting.components:
        component = known.get(identifier)
        if component is not None:
            untouched = component.state is State.OPERATIONAL
            yield Standing(
                identifier, component.name, component.state, newest if untouched else None
            )
