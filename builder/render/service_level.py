"""How a contract stands, as pages show it: to its account, and to whoever is granted figures."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from builder.render.addresses import SERVICE
from builder.render.markup import NOTHING, made
from builder.render.page_values import Fact
from builder.render.percentages import percentage
from builder.render.service_values import ServicePage, ServicePart, Table
from builder.render.setting import Setting
from builder.views.service_types import (
    AdjustedTime,
    CountedIncident,
    KeptPromise,
    NextCredit,
    PastMonth,
    PeriodLevel,
    ServiceView,
)
from builder.views.uptime_types import Seconds


def service_part(service: ServiceView, setting: Setting) -> ServicePart:
    """Return the lines of the account's first page."""
    return ServicePart(
        heading=setting.words["service"],
        facts=tuple(facts(service, service.now, setting)),
        missed=service.now.broken,
        details=setting.link(SERVICE, setting.words["service.details"]),
    )


def service_page(service: ServiceView, level: PeriodLevel, setting: Setting) -> ServicePage:
    """Return all about a period of a contract; of the one that goes on with the months before."""
    words = setting.words
    tables = (
        _components(level, setting),
        _counted(level, setting),
        _not_counted(level, setting),
        _words_to(level, setting),
        _past(service.past if level is service.now else (), setting),
    )
    notes = [_adjusted(each, setting) for each in level.adjusted]
    if level.disputed_until is not None:
        day = setting.times.day(level.disputed_until)
        notes.append(words.sentence("service.disputed", day=day))
    return ServicePage(
        heading=f"{words['service']}: {service.name}",
        period=setting.times.window(level.since, level.until),
        facts=tuple(facts(service, level, setting)),
        calm="" if level.incidents else words["service.calm"],
        tables=tuple(each for each in tables if each.rows),
        notes=tuple(notes),
        policy=words["uptime.policy"].format(name=service.policy),
        formula=words["uptime.formula"],
        sentence=words["uptime.any" if service.together else "uptime.mean"],
    )


def service_parts(services: Iterable[ServiceView], setting: Setting) -> Iterator[ServicePart]:
    """Yield the lines of each account for whoever is granted them, who misses its target next
    first, then who has missed it."""
    for each in sorted(services, key=_urgency):
        yield ServicePart(each.name, tuple(facts(each, each.now, setting)), each.now.broken)


def _urgency(service: ServiceView) -> tuple[int, float]:
    level = service.now
    if level.broken:
        return 1, 0
    return (2, 0) if level.breach is None else (0, level.breach.timestamp())


def breaches(services: Iterable[ServiceView], setting: Setting) -> Iterator[Markup]:
    """Yield how many accounts miss their targets when, if what goes on goes on."""
    by_instant: dict[datetime, int] = {}
    for each in services:
        if each.now.breach is not None and not each.now.broken:
            by_instant[each.now.breach] = by_instant.get(each.now.breach, 0) + 1
    for moment in sorted(by_instant):
        number = setting.words.counted("missing_target", by_instant[moment])
        time = setting.times.element(moment)
        yield setting.words.sentence("service.breaching", accounts=number, time=time)


def facts(service: ServiceView, level: PeriodLevel, setting: Setting) -> Iterator[Fact]:
    """Yield the lines that say how a contract stands."""
    words = setting.words
    label = words["service.month" if level.lasts else "service.uptime"]
    if service.rolling:
        label = words["service.days"].format(days=service.rolling)
    yield Fact(words["service.target"], escape(percentage(service.target, words)))
    yield Fact(label, _figure(level, setting))
    yield Fact(words["service.left"], _left(level, setting))
    yield Fact(words["service.standing"], _standing(level, setting))
    if level.owed:
        yield Fact(words["service.owed"], escape(level.owed))
    if level.following is not None and level.lasts:
        yield Fact(words["service.next"], _next(level.following, setting))
    if level.promised:
        kept = words.sentence("service.kept_of", kept=level.kept, number=level.promised)
        yield Fact(words["service.words"], kept)


def _figure(level: PeriodLevel | PastMonth, setting: Setting) -> Markup:
    """Return the figure of a month, and of one that is over whether it is final."""
    words, final = setting.words, level.final
    figure = percentage(level.figure, words)
    if isinstance(level, PeriodLevel) and level.lasts:
        return escape(figure)
    if final is None:
        return words.sentence("service.preliminary", figure=figure)
    if not final.differs:
        return words.sentence("service.final", figure=figure)
    changed = (setting.incident(each.partition("/")[0], each) for each in final.changed)
    return words.sentence(
        "service.differs",
        final=percentage(final.figure, words),
        figure=figure,
        changed=words.listed(changed) or words["service.contract"],
    )


def _left(level: PeriodLevel, setting: Setting) -> Markup:
    """Return what is left of the budget, in minutes for people and in seconds for programs."""
    label = "service.left_of" if level.left >= 0 else "service.over"
    values = {
        "left": _length(level.left, setting),
        "over": _length(-level.left, setting),
        "budget": _length(level.budget, setting),
        "time": setting.times.element(level.at),
    }
    return setting.words.sentence(label, **values)


def _standing(level: PeriodLevel, setting: Setting) -> Markup:
    words = setting.words
    if level.breach is not None:
        label = "service.breached" if level.broken else "service.breach"
        return words.sentence(label, time=setting.times.element(level.breach))
    return words.sentence("service.missed" if level.broken else "service.met")


def _next(credit: NextCredit, setting: Setting) -> Markup:
    words = setting.words
    figure = percentage(credit.below, words)
    if credit.at is None:
        return words.sentence("service.next_calm", sum=credit.sum, figure=figure)
    time = setting.times.element(credit.at)
    return words.sentence("service.next_at", sum=credit.sum, figure=figure, time=time)


# --- tables -------------------------------------------------------------------------------------


def _components(level: PeriodLevel, setting: Setting) -> Table:
    words = setting.words
    return Table(
        words["uptime.how"],
        (words["service.component"], words["service.uptime"], "T", words["service.weighted"]),
        tuple(
            (
                setting.component(each.id) if each.id else NOTHING,
                escape(percentage(each.figure, words)),
                escape(str(each.known - each.excluded)),
                escape(_thousandths(each.weighted)),
            )
            for each in level.components
        ),
    )


def _counted(level: PeriodLevel, setting: Setting) -> Table:
    words = setting.words
    return Table(
        words["service.counted"],
        (words["service.incident"], words["uptime.state"], words["service.weighted"]),
        tuple(
            (
                setting.incident(each.id, setting.name(each.title)),
                _states(each.seconds, each, setting),
                escape(_thousandths(each.weighted)),
            )
            for each in level.incidents
        ),
    )


def _states(seconds: Seconds, incident: CountedIncident, setting: Setting) -> Markup:
    said = [
        made(f"{setting.badges.states[state]} {_length(number, setting)}")
        for state, number in seconds
    ]
    if incident.excluded:
        said.append(escape(setting.words["uptime.taken_out"]))
    if incident.lasts:
        said.append(escape(setting.words["service.lasts"]))
    return setting.words.listed(said)


def _not_counted(level: PeriodLevel, setting: Setting) -> Table:
    words = setting.words
    return Table(
        words["service.excluded"],
        (words["service.period"], words["service.component"], words["service.reason"]),
        tuple(
            (
                setting.times.window(each.since, each.until),
                words.listed(setting.component(name) for name in each.components),
                escape(each.reason),
            )
            for each in level.excluded
        ),
    )


def _words_to(level: PeriodLevel, setting: Setting) -> Table:
    words = setting.words
    return Table(
        words["service.words"],
        (
            words["service.incident"],
            words["service.first"],
            words["service.silence"],
            words["service.standing"],
        ),
        tuple(
            (
                setting.incident(each.id, setting.name(each.title)),
                _within(each.first, each.first_within, setting),
                _within(each.silence, each.updates_within, setting),
                escape(words[_kept(each)]),
            )
            for each in level.promises
        ),
    )


def _kept(promise: KeptPromise) -> str:
    if promise.kept is None:
        return "service.lasts"
    return "service.promise_kept" if promise.kept else "service.promise_broken"


def _within(seconds: int, promised: int | None, setting: Setting) -> Markup:
    taken = _length(seconds, setting)
    if promised is None:
        return taken
    within = _length(promised, setting)
    return setting.words.sentence("service.within", time=taken, promised=within)


def _past(months: Iterable[PastMonth], setting: Setting) -> Table:
    words = setting.words
    return Table(
        words["service.past"],
        (
            words["service.period"],
            words["service.uptime"],
            words["service.standing"],
            words["service.owed"],
            words["service.words"],
        ),
        tuple(
            (
                escape(setting.times.month(each.key)),
                _figure(each, setting),
                escape(words["service.missed" if each.broken else "service.met"]),
                escape(each.owed),
                words.sentence("service.kept_of", kept=each.kept, number=each.promised)
                if each.promised
                else NOTHING,
            )
            for each in months
        ),
    )


def _adjusted(each: AdjustedTime, setting: Setting) -> Markup:
    label = "service.less" if each.seconds < 0 else "service.more"
    return setting.words.sentence(
        label,
        time=_length(abs(each.seconds), setting),
        day=setting.times.day(each.agreed),
        reason=each.reason,
    )


def _length(seconds: int, setting: Setting) -> Markup:
    """Write a length for people, with its whole seconds for programs."""
    said = setting.times.duration(timedelta(seconds=seconds))
    return made(f'<data value="{seconds}">{said}</data>')


def _thousandths(weighted: int) -> str:
    whole, rest = divmod(weighted, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
