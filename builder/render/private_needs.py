"""The *Now* of an incident: needs with their newest values, requests, what accounts were told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape

from markupsafe import Markup, escape

from builder.render.markup import NOTHING
from builder.render.private_setting import PrivateSetting
from builder.render.private_values import AccountLine, AskLine, NeedLine, SeenLine, Value
from builder.render.words import direction
from builder.views.audience_types import (
    AccountTold,
    AudienceIncident,
    AudienceKind,
    AudienceSetting,
    ContactView,
    NeedView,
)
from builder.views.types import AskView, Passage
from builder.vocabulary.statuses import Kind

COPIED = frozenset({"say", "do-not-say", "tag", "workaround", "statement"})
"""Needs whose words are passed on: a script may put them at hand."""

SPOKEN = frozenset({"say", "do-not-say", "workaround"})
"""Needs that customer service has in every language in which they are written."""

OWED = "say"
"""The need that is missed in a language that it is not written in."""

CONTACT = "contact"
"""The need that an account's own contact meets where nothing else is said."""

_BREAK = re.compile(r"<br ?/?>|</(?:p|li|tr|h[1-6])>")
_TAG = re.compile(r"<[^>]*>")
_QUOTES = {'"': '"', "\N{LEFT DOUBLE QUOTATION MARK}": "\N{RIGHT DOUBLE QUOTATION MARK}", "«": "»"}


def need_lines(
    incident: AudienceIncident,
    reader: AudienceSetting,
    setting: PrivateSetting,
    page: str,
    level: int,
) -> tuple[NeedLine, ...]:
    """Return every need in order, and after them what follows from the record.

    Of what is over, only what was said. ``page`` is the address of the incident's own page, empty
    on it. ``level`` is that of headings within a value.
    """
    view = incident.view
    lines = [
        _need_line(need, reader, setting, page, level)
        for need in incident.needs
        if need.text or (view.is_open and view.kind is Kind.INCIDENT)
    ]
    words, times = setting.words, setting.times
    if view.restored_by is not None:
        lines.append(
            NeedLine(
                kind="restored",
                label=words["need_restored"],
                values=(
                    Value(words.sentence("restored_by", time=times.element(view.restored_by.by))),
                ),
                when=_as_of(view.restored_by.at, view.restored_by.update, setting, page),
                notes=(words["for_insiders"],),
            )
        )
    return tuple(lines)


def _need_line(
    need: NeedView,
    reader: AudienceSetting,
    setting: PrivateSetting,
    page: str,
    level: int,
) -> NeedLine:
    words = setting.words
    label = setting.spoken(need.label)[0]
    if need.at is None:
        contact = reader.contact if need.id == CONTACT else None
        values = (Value(contact_line(contact)),) if contact else ()
        return NeedLine(need.id, label, values, "" if values else words["not_known"])
    when = _as_of(need.at, need.update, setting, page)
    if need.ended:
        return NeedLine(need.id, label, (), words["nothing_needed"], when)
    several = reader.kind is AudienceKind.CUSTOMER_SERVICE and need.id in SPOKEN
    languages = setting.frame.languages if several else ()
    copied = need.id in COPIED and reader.kind in (
        AudienceKind.CUSTOMER_SERVICE,
        AudienceKind.BUSINESS,
    )
    said = []
    notes = []
    for language in languages or (setting.read_in(need.text),):
        if language in need.text:
            said.append(_value(need.text[language], language, setting, level, copied=copied))
        elif need.id == OWED:
            notes.append(f"{language}: {words['not_in_language']}")
    if len(said) > 1:
        said = [_tagged(value, setting) for value in said]
    return NeedLine(need.id, label, tuple(said), when=when, notes=tuple(notes))


def contact_line(contact: ContactView) -> Markup:
    """Return whom an account may turn to, with an address to write to where there is one."""
    if not contact.email:
        return escape(contact.name)
    return Markup('{}, <a href="mailto:{}">{}</a>').format(
        contact.name, contact.email, contact.email
    )


def _value(
    passages: tuple[Passage, ...],
    language: str,
    setting: PrivateSetting,
    level: int,
    *,
    copied: bool,
) -> Value:
    other = language != setting.language
    return Value(
        html=setting.blocks(passages, level),
        language=language if other else "",
        direction=direction(language) if other else "",
        copied=plain_text(passages) if copied else "",
    )


def _tagged(value: Value, setting: PrivateSetting) -> Value:
    return Value(
        value.html,
        value.language,
        value.direction,
        value.language or setting.language,
        value.copied,
    )


def plain_text(passages: Iterable[Passage]) -> str:
    """Return words as plain text to be passed on, without the quotes around the whole of them."""
    text = _BREAK.sub("\n", "".join(passage.html for passage in passages))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", text)).split("\n"))
    plain = "\n".join(line for line in lines if line)
    closing = _QUOTES.get(plain[:1])
    inner = plain[1:-1]
    if closing is None or not inner or not plain.endswith(closing):
        return plain
    return plain if plain[0] in inner or closing in inner else inner.strip()


def ask_lines(
    asks: Iterable[AskView], names: Mapping[str, str], setting: PrivateSetting
) -> tuple[AskLine, ...]:
    """Return the requests, the open ones first."""
    ordered = sorted(asks, key=lambda ask: ask.answer is not None)
    return tuple(_ask_line(ask, names, setting) for ask in ordered)


def _ask_line(ask: AskView, names: Mapping[str, str], setting: PrivateSetting) -> AskLine:
    words, times = setting.words, setting.times
    text = setting.aside(ask.text)
    who = words["comma"].join(names.get(name, name) for name in ask.to)
    by = words.sentence("ask_by", time=times.element(ask.by)) if ask.by else NOTHING
    if ask.answer is not None and ask.answered is not None:
        state = words[f"answer.{ask.answer}"]
        when = times.element(ask.answered)
        return AskLine(text, who, state, "none", by, when)
    state = words["ask_late" if ask.late else "ask_open"]
    return AskLine(text, who, state, "critical" if ask.late else "minor", by)


def open_asks(asks: Iterable[AskView], setting: PrivateSetting) -> Markup:
    """Return how many requests are open, and how many of them are late."""
    waiting = [ask for ask in asks if ask.answer is None]
    late = sum(ask.late for ask in waiting)
    words = setting.words
    if not waiting:
        return words.sentence("open_asks.none")
    counted = words.counted("open_asks", len(waiting))
    return words.sentence("late_asks", asks=counted, late=late) if late else counted


def seen_line(incident: AudienceIncident, setting: PrivateSetting, level: int) -> SeenLine:
    """Return what customers see now, exactly as published."""
    words = setting.words
    seen = incident.seen_by_customers
    if seen is None:
        return SeenLine(words["customers_see"], note=words.sentence("customers_nothing"))
    return SeenLine(
        heading=words["customers_see"],
        body=setting.passages(seen.text, level) or _unsaid(seen.status, setting),
        stage=setting.badges.stages[seen.status] if seen.status else NOTHING,
        note=words.sentence("as_published", time=setting.times.element(seen.at)),
    )


def _unsaid(status: object, setting: PrivateSetting) -> Markup:
    sentences = {stage: words for stage, words in setting.words.unsaid.items() if stage is status}
    return Markup().join(Markup("<p>{}</p>").format(words) for words in sentences.values())


def account_lines(
    accounts: Iterable[AccountTold], setting: PrivateSetting, level: int
) -> Iterator[AccountLine]:
    """Yield what each account that is concerned was told last, and when it hears next."""
    words, times = setting.words, setting.times
    for account in accounts:
        if account.touched or account.states or account.at is not None:
            body = setting.passages(account.text, level)
            yield AccountLine(
                name=account.name,
                states=tuple(
                    setting.state(component, state) for component, state in account.states
                ),
                body=body or Markup("<p>{}</p>").format(words["account_no_more"]),
                when=times.element(account.at) if account.at else NOTHING,
                due=words.sentence("account_next", time=times.element(account.due))
                if account.due
                else NOTHING,
            )


def _as_of(at: datetime, update: str, setting: PrivateSetting, page: str) -> Markup:
    """Return the time of a word, as a link to the update that has it."""
    link = Markup('<a href="{}#{}">{}</a>').format(page, update, setting.times.element(at))
    return setting.words.sentence("as_of", time=link)
