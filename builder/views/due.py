"""Who is owed word of an incident, since when, by which rule, and by when.

Each reader is asked for by itself, by what the cut leaves it: words that it can't read keep no
promise to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from builder.model.cadence import FIRST_POST, longest_gap
from builder.model.incident import Incident, Update
from builder.model.site import Account, Audience, Site
from builder.model.standing import counts, visible
from builder.model.timeline import Timeline, timeline
from builder.views.cut import ComponentLimits, readable
from builder.views.frame import component_limits
from builder.views.inside import asks, priority
from builder.views.promises import Promise, is_awaited, promise_in_force
from builder.vocabulary.audiences import Owner
from builder.vocabulary.readers import PUBLIC_NAME, Reader, for_accounts_alone
from builder.vocabulary.readers import audience as audience_name
from builder.vocabulary.statuses import ENDING, Kind, Priority, Status
from builder.vocabulary.text import Section

EXECUTIVES = audience_name("executives")
_GRAVE = (Priority.P1, Priority.P2)


class Rule(StrEnum):
    """Why something is owed."""

    PROMISE = "promise"
    """A time was stated."""

    CADENCE = "cadence"
    """Nothing was heard for as long as audience, priority and stage allow."""

    FIRST_POST = "first-post"
    """The incident is known, and the reader was told nothing of it."""

    EXECUTIVES = "words-for-executives"
    """It is of P1 or P2, and nothing in it is written for executives."""

    ASK = "ask"
    """The reader was asked for something by a time, and gave no answer."""

    POSTMORTEM = "postmortem"
    """A postmortem was promised."""

    DATA_LOSS = "data-loss"
    """It is over, and whether data was lost is not known."""

    WINDOW = "window"
    """A maintenance that its author began runs to the end of its window, or past it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one reader is owed, or owes where the rule is an ``ASK``.

    ``since`` is what the time counts from, ``due`` when it is up (both aware, UTC); ``None`` where
    no time was stated. ``about`` are the words of a request.
    """

    reader: str
    owner: Owner
    incident: str
    title: Mapping[str, str]
    priority: Priority | None
    rule: Rule
    since: datetime
    due: datetime | None
    about: str = ""

    def is_overdue(self, now: datetime) -> bool:
        """Say whether its time is up at ``now``."""
        return self.due is not None and self.due <= now


@dataclass(frozen=True, slots=True)
class _Recipient:
    """A reader with pages of its own, the audience whose rules hold for it, and its account."""

    reader: Reader
    audience: Audience
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What one recipient knows of the incident at the moment; ``line`` is ``None`` where that is
    nothing yet."""

    recipient: _Recipient
    shown: tuple[Update, ...] = ()
    line: Timeline | None = None

    @property
    def is_open(self) -> bool:
        return self.line is not None and self.line.is_open and is_awaited(self.line)


def owed(incident: Incident, site: Site, now: datetime) -> tuple[Owed, ...]:
    """Return all that is owed on an incident at ``now``, in the order of the site's readers.

    An account is owed only on an incident that touches its components or names it.
    """
    return tuple(_Incident(incident, site, now).owed())


def in_order(rows: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return rows with the soonest first, those without a time last."""
    return tuple(
        sorted(rows, key=lambda row: (row.due is None, row.due or row.since, row.incident))
    )


def has_no_clock(incident: Incident, now: datetime) -> bool:
    """Say whether an incident goes on without a priority and without a stated time, so that no rule
    tells when the next word is due."""
    shown = visible(incident, now)
    if incident.kind is not Kind.INCIDENT or not shown or priority(incident, shown, now):
        return False
    line = timeline(incident, now)
    return line.is_open and is_awaited(line) and promise_in_force(shown, now) is None


class _Incident:
    """One incident at one moment, with what each recipient knows of it."""

    def __init__(self, incident: Incident, site: Site, now: datetime) -> None:
        self._incident = incident
        self._site = site
        self._now = now
        self._shown = visible(incident, now)
        self._priority = priority(incident, self._shown, now)

    def owed(self) -> Iterator[Owed]:
        if self._incident.kind is Kind.NOTICE or self._is_settled():
            return
        limits = component_limits(self._site)
        known = [self._known(each, limits) for each in _recipients(self._site)]
        told = [each for each in known if each is not None and self._concerns(each.recipient)]
        opened = self._known_since()
        goes_on = self._is_for_more() and (any(each.is_open for each in told) or not self._shown)
        for each in told:
            if each.line is None:
                if goes_on and opened is not None:
                    yield from self._first_post(each.recipient, opened)
                continue
            yield from self._next_word(each, each.line)
            if opened is not None and each.is_open:
                yield from self._words_for_executives(each, opened)
            yield from self._afterwards(each, each.line)
        yield from self._asks()

    def _is_settled(self) -> bool:
        """Say whether everyone was told of its end and nothing is left open: the usual case, told
        without a cut for each reader."""
        updates = self._incident.updates
        last = self._shown[-1] if self._shown else None
        if last is None or last.status not in ENDING or len(self._shown) < len(updates):
            return False
        after = last.status is Status.POSTMORTEM
        return not any(
            each.audience is not None
            or each.withdrawn is not None
            or each.asks
            or each.data_loss == "unknown"
            or (each.postmortem_by is not None and not after)
            for each in updates
        )

    def _known(self, recipient: _Recipient, limits: ComponentLimits) -> _Known | None:
        """Return what a recipient knows; ``None`` where the incident is not for it."""
        if not recipient.reader.may_read(self._incident.audience):
            return None
        left = readable(recipient.reader, self._incident, limits)
        shown = () if left is None else visible(left, self._now)
        if left is None or not shown:
            return _Known(recipient)
        return _Known(recipient, shown, timeline(left, self._now))

    def _is_for_more(self) -> bool:
        """Say whether it is meant for others than some accounts, who alone were told so far."""
        return not self._shown or not all(for_accounts_alone(each.audience) for each in self._shown)

    def _known_since(self) -> datetime | None:
        """Return when the company knew of it; ``None`` where nothing says so."""
        if self._incident.declared is not None:
            return self._incident.declared
        return min((update.at for update in self._shown), default=None)

    def _concerns(self, recipient: _Recipient) -> bool:
        """Say whether it touches a component of an account, or names it."""
        if recipient.account is None:
            return True
        name = recipient.reader.name
        updates = self._incident.updates
        touched = {
            *self._incident.components,
            *(part for each in updates for part in each.components),
        }
        if touched & set(recipient.account.components):
            return True
        limits = [self._incident.audience, *(each.audience for each in updates)]
        limits += [part.audience for each in updates for part in _sections(each)]
        named = {*self._incident.titles, *(who for each in updates for who in each.next_update)}
        return name in named or any(limit is not None and name in limit for limit in limits)

    def _row(
        self, recipient: _Recipient, rule: Rule, since: datetime, due: datetime | None
    ) -> Owed:
        return Owed(
            reader=recipient.reader.name,
            owner=recipient.audience.owner,
            incident=self._incident.id,
            title=self._incident.title,
            priority=self._priority,
            rule=rule,
            since=since,
            due=due,
        )

    def _first_post(self, recipient: _Recipient, opened: datetime) -> Iterator[Owed]:
        limit = FIRST_POST.get(self._priority) if self._priority else None
        if limit is not None and self._incident.kind is Kind.INCIDENT:
            yield self._row(recipient, Rule.FIRST_POST, opened, opened + limit)

    def _next_word(self, known: _Known, line: Timeline) -> Iterator[Owed]:
        if not is_awaited(line) or line.stage is None:
            return
        promise = promise_in_force(known.shown, self._now)
        plan = line.course
        if plan is not None and plan.by_author and not _goes_past(promise, plan.scheduled_until):
            since = plan.runs[-1].since
            yield self._row(known.recipient, Rule.WINDOW, since, plan.scheduled_until)
        if promise is not None:
            yield self._row(known.recipient, Rule.PROMISE, promise.made.at, promise.due)
            return
        gap = longest_gap(known.recipient.audience, self._priority, line.stage)
        heard = [
            update.visible_from
            for update in known.shown
            if counts(update, self._now) and not update.apart
        ]
        if plan is None and line.is_open and gap is not None and heard:
            last = max(heard)
            yield self._row(known.recipient, Rule.CADENCE, last, last + gap)

    def _words_for_executives(self, known: _Known, opened: datetime) -> Iterator[Owed]:
        name = known.recipient.reader.name
        if name != EXECUTIVES or self._priority not in _GRAVE:
            return
        if any(_is_written_for(name, update) for update in known.shown):
            return
        since = max(opened, self._grave_since(opened))
        yield self._row(known.recipient, Rule.EXECUTIVES, since, since + FIRST_POST[self._priority])

    def _grave_since(self, opened: datetime) -> datetime:
        """Return since when it is of P1 or P2."""
        since = opened
        grave = self._incident.priority in _GRAVE
        for update in self._shown:
            if update.priority is not None and counts(update, self._now):
                if update.priority in _GRAVE and not grave:
                    since = update.at
                grave = update.priority in _GRAVE
        return since

    def _afterwards(self, known: _Known, line: Timeline) -> Iterator[Owed]:
        """What stays to be told once it is over."""
        if line.ended is None or line.merged_into:
            return
        said = [update for update in known.shown if counts(update, self._now) and not update.apart]
        about = [each for each in said if each.postmortem_by or each.no_postmortem]
        promised = about[-1].postmortem_by if about else None
        if line.stage is Status.RESOLVED and promised is not None:
            yield self._row(known.recipient, Rule.POSTMORTEM, about[-1].at, promised)
        lost = [each for each in said if each.data_loss]
        if lost and lost[-1].data_loss == "unknown":
            stated = next(iter(lost[-1].next_update.values()), lost[-1].postmortem_by)
            yield self._row(known.recipient, Rule.DATA_LOSS, lost[-1].at, stated)

    def _asks(self) -> Iterator[Owed]:
        legible = tuple(update for update in self._shown if update.redacted is None)
        for ask in asks(legible, self._now):
            if ask.answer is not None or ask.by is None:
                continue
            for name in ask.to:
                yield Owed(
                    reader=name,
                    owner=_owner_of(name, self._site),
                    incident=self._incident.id,
                    title=self._incident.title,
                    priority=self._priority,
                    rule=Rule.ASK,
                    since=ask.at,
                    due=ask.by,
                    about=ask.text,
                )


def _recipients(site: Site) -> Iterator[_Recipient]:
    """Yield everyone, each audience with pages of its own, and each account."""
    of_accounts = next((each for each in site.audiences.values() if each.accounts), None)
    by_name = {each.reader.name: each for each in site.audiences.values()}
    for reader in site.readers():
        audience = by_name.get(reader.name)
        if audience is not None:
            yield _Recipient(reader, audience)
        elif of_accounts is not None and reader.name != PUBLIC_NAME:
            account = site.accounts[reader.name.removeprefix("account:")]
            yield _Recipient(reader, of_accounts, account)


def _owner_of(name: str, site: Site) -> Owner:
    for audience in site.audiences.values():
        account = name.startswith("account:")
        if audience.accounts if account else audience.reader.name == name:
            return audience.owner
    return Owner.COMMS_LEAD


def _goes_past(promise: Promise | None, moment: datetime) -> bool:
    return promise is not None and promise.due > moment


def _is_written_for(name: str, update: Update) -> bool:
    """Say whether an update is for the reader alone, or has a section for it."""
    limits = [update.audience, *(part.audience for part in _sections(update))]
    return any(limit is not None and name in limit for limit in limits)


def _sections(update: Update) -> list[Section]:
    return [section for body in update.bodies.values() for section in body.sections]
