"""Histories made up by chance, for properties that hold of all of them.

All times are of the hour from 14:00 on, so that many fall on the same second.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as some

from builder.model.incident import Incident, Redaction, Update
from builder.vocabulary.readers import PUBLIC_NAME, Limit
from builder.vocabulary.statuses import ENDING, STATUSES, Kind, State, Status
from builder.vocabulary.text import Body, Section
from tests.model.written import moment

HOUR = moment("14:00")
COMPONENTS = ("checkout", "api", "db", "old", "acme-cluster")
PRIVATE: Limit = frozenset({"account:acme"})


def after(minutes: int, seconds: int = 0) -> datetime:
    """Return a moment of the hour."""
    return HOUR + timedelta(minutes=minutes, seconds=seconds)


minutes = some.integers(0, 40)
states = some.sampled_from(State)


@some.composite
def updates(
    draw: some.DrawFn, kind: Kind, number: int, earlier: list[Update], *, plain: bool
) -> Update:
    """One update; ``plain`` leaves out all that reaches back or is taken back."""
    late = max((each.visible_from for each in earlier), default=HOUR)
    at = after(draw(minutes))
    if plain:
        at = max(at, late)
    status = draw(some.sampled_from(STATUSES[kind])) if STATUSES[kind] else None
    named = draw(some.dictionaries(some.sampled_from(COMPONENTS), states, max_size=2))
    carries = kind is not Kind.NOTICE and status not in ENDING and status is not Status.SCHEDULED
    made = Update(
        id=draw(some.sampled_from("zyxw")) + str(number),
        at=at,
        visible_from=at,
        status=status,
        components=named if carries else {},
        bodies={"en": Body(("x",))},
    )
    if kind is Kind.MAINTENANCE and draw(some.integers(0, 3)) == 0:
        begins = draw(minutes.map(after))
        begins = max(begins, at) if plain else begins
        ends = begins + timedelta(minutes=1 + draw(minutes))
        made = replace(made, scheduled_for=begins, scheduled_until=ends)
    if draw(some.booleans()):
        made = replace(made, next_update={PUBLIC_NAME: at + timedelta(minutes=1 + draw(minutes))})
    return made if plain else _with_second_thoughts(draw, made, kind, earlier)


def _with_second_thoughts(
    draw: some.DrawFn, made: Update, kind: Kind, earlier: list[Update]
) -> Update:
    later = made.at + timedelta(minutes=draw(some.integers(0, 20)))
    turn = draw(some.integers(0, 12))
    known = [each for each in earlier if each.visible_from <= made.at]
    if turn == 0:
        return replace(made, withdrawn=later)
    if turn == 1:
        return replace(made, redacted=Redaction(later, "a name"))
    if turn == 2:
        return replace(made, edited=(later,))
    if turn == 3:
        return replace(made, visible_from=later)
    if turn == 4:
        return replace(made, since=made.at - timedelta(minutes=draw(some.integers(0, 20))))
    if turn in (5, 6, 7) and known:
        return replace(made, corrects=draw(some.sampled_from(known)).id)
    if turn == 8:
        return replace(made, title={"en": f"Renamed by {made.id}"})
    if turn == 9 and made.status is Status.RESOLVED:
        return replace(made, outcome="no_impact")
    if turn == 10 and kind is not Kind.NOTICE:
        return replace(made, audience=PRIVATE, status=None, components={})
    return made


@some.composite
def incidents(
    draw: some.DrawFn, identifier: str = "one", *, plain: bool = False, into: tuple[str, ...] = ()
) -> Incident:
    """One incident, maintenance or notice with up to six updates."""
    kind = draw(some.sampled_from((Kind.INCIDENT, Kind.INCIDENT, Kind.MAINTENANCE, Kind.NOTICE)))
    made: list[Update] = []
    for number in range(draw(some.integers(1, 6))):
        made.append(draw(updates(kind, number, made, plain=plain)))
    if into and kind is Kind.INCIDENT and draw(some.booleans()):
        place = draw(some.integers(0, len(made) - 1))
        if made[place].status not in ENDING:
            made[place] = replace(made[place], merged_into=draw(some.sampled_from(into)))
    made.sort(key=lambda update: (update.at, update.id))
    begins = draw(minutes.map(after))
    begins = max(begins, made[0].at) if plain else begins
    ends = begins + timedelta(minutes=1 + draw(minutes))
    declared = kind is Kind.INCIDENT and not plain and draw(some.booleans())
    window = kind is Kind.MAINTENANCE
    notice = kind is Kind.NOTICE and draw(some.booleans())
    return Incident(
        identifier,
        kind,
        {"en": identifier},
        tuple(made),
        started=after(-5) if declared else None,
        scheduled_for=begins if window else None,
        scheduled_until=ends if window else None,
        components={"db": State.UNDER_MAINTENANCE} if window else {},
        shows_from=begins if notice else None,
        shows_until=ends if notice and draw(some.booleans()) else None,
    )


@some.composite
def sites(draw: some.DrawFn, *, plain: bool = False) -> dict[str, Incident]:
    """Up to three incidents; one may go on in those that come after it by name."""
    names = ("a", "b", "c")[: draw(some.integers(1, 3))]
    return {
        name: draw(incidents(name, plain=plain, into=names[place + 1 :]))
        for place, name in enumerate(names)
    }


@some.composite
def with_private_parts(draw: some.DrawFn, made: Incident) -> Incident:
    """The same with more that the public may not read."""
    more = [_as_private(each, draw) for each in draw(incidents("more")).updates]
    mine = [_with_private_words(each, draw) for each in made.updates]
    both = sorted((*mine, *more), key=lambda update: (update.at, update.id))
    return replace(made, updates=tuple(both), titles={"account:acme": "Ours"})


def _as_private(update: Update, draw: some.DrawFn) -> Update:
    return replace(
        update,
        id=f"{draw(some.sampled_from('az'))}-private-{update.id}",
        audience=PRIVATE,
        merged_into=draw(some.sampled_from((None, "b", "elsewhere"))),
        corrects=None if update.corrects is None else f"a-private-{update.corrects}",
    )


def _with_private_words(update: Update, draw: some.DrawFn) -> Update:
    if not draw(some.booleans()):
        return update
    section = Section(frozenset({"account:acme"}), draw(some.integers(0, 1)), ("secret",))
    bodies = {language: Body(body.blocks, (section,)) for language, body in update.bodies.items()}
    french = {"fr": Body((), (section,))}
    return replace(
        update,
        bodies=bodies | french,
        components={**update.components, "acme-cluster": draw(states)},
        next_update={**update.next_update, "account:acme": update.at + timedelta(minutes=2)},
    )


def as_of(made: Incident, now: datetime) -> Incident:
    """The files as they stood at a moment: what was posted later, or done to an update later, is
    not there yet."""
    return replace(
        made,
        updates=tuple(
            _update_as_of(each, now) for each in made.updates if each.visible_from <= now
        ),
    )


def _update_as_of(update: Update, now: datetime) -> Update:
    taken = update.withdrawn is not None and update.withdrawn > now
    return replace(
        update,
        withdrawn=None if taken else update.withdrawn,
        edited=tuple(each for each in update.edited if each <= now),
    )
