"""The reader's own timeline: its own words first, and beneath them what customers were told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup

from builder.render.markup import NOTHING
from builder.render.private_setting import PrivateSetting
from builder.render.private_values import OwnItem
from builder.render.timeline import timeline
from builder.views.audience_types import AudienceIncident, AudienceKind, AudienceSetting
from builder.views.types import Passage, UpdateView
from builder.vocabulary.statuses import Kind

_UNFOLDED = frozenset({AudienceKind.ACCOUNT, AudienceKind.OTHER})
"""Whose page tells at once what customers were told, where it has no words of its own."""


def own_timeline(
    incident: AudienceIncident,
    reader: AudienceSetting,
    setting: PrivateSetting,
    *,
    own_page: bool,
    level: int,
) -> tuple[OwnItem, ...]:
    """Return what happened, newest first, each item with the reader's own words.

    ``own_page`` and ``level`` are those of ``timeline``.
    """
    view = incident.view
    own = replace(view, updates=tuple(map(_worded(reader), view.updates)))
    updates = {update.id: update for update in view.updates}
    customers = {update.id: update for update in incident.customers}
    found = []
    for item in timeline(own, setting, own_page=own_page, level=level):
        update = updates.get(item.address.partition("#")[2])
        if update is None:
            found.append(OwnItem(item, ()))
            continue
        has_words = any(_own(passages, reader) for passages in update.text.values())
        taken_back = update.redacted is not None or update.withdrawn is not None
        told = tuple(_told(update, customers.get(update.id), reader, setting, level))
        if not taken_back and (has_words or told):
            body = _marked(update, reader, setting, level) if has_words else NOTHING
            item = replace(item, body=body)
        if update.priority is not None and update.withdrawn is None:
            item = replace(item, notes=(_priority(update, setting), *item.notes))
        open_kind = reader.kind in _UNFOLDED or view.kind is not Kind.INCIDENT
        unfolded = open_kind and not has_words and not taken_back
        found.append(OwnItem(item, () if taken_back else told, unfolded))
    return tuple(found)


def _priority(update: UpdateView, setting: PrivateSetting) -> Markup:
    """Return to which priority an update changed the incident, and why."""
    sentence = "priority_because" if update.reason else "priority"
    assert update.priority is not None
    reason = setting.aside(update.reason)
    return setting.words.sentence(sentence, priority=update.priority.value, reason=reason)


def _own(passages: tuple[Passage, ...], reader: AudienceSetting) -> tuple[Passage, ...]:
    """Return the reader's own words: not those that it reads over somebody's shoulder."""
    if not any(passage.own for passage in passages):
        return ()
    others = {f"account:{account.id}" for account in reader.accounts}
    others.update(*(account.reads for account in reader.accounts))
    return tuple(passage for passage in passages if passage.own and not set(passage.to) <= others)


def _worded(reader: AudienceSetting) -> Callable[[UpdateView], UpdateView]:
    """Return what leaves an update its reader's own words alone."""

    def worded(update: UpdateView) -> UpdateView:
        if update.withdrawn is not None:
            return update
        text = {language: _own(passages, reader) for language, passages in update.text.items()}
        return replace(update, text={key: text[key] for key in text if text[key]})

    return worded


def _marked(
    update: UpdateView, reader: AudienceSetting, setting: PrivateSetting, level: int
) -> Markup:
    """Return the reader's own words; what is for others too says for whom."""
    own = {language: _own(passages, reader) for language, passages in update.text.items()}
    first = setting.read_in(own)
    ordered = (*own.get(first, ()), *(each for passages in own.values() for each in passages))
    html = NOTHING
    groups = dict.fromkeys(passage.to for passage in ordered)
    for to in sorted(groups, key=lambda names: reader.reader not in names):
        part = {
            language: tuple(each for each in words if each.to == to)
            for language, words in own.items()
        }
        body = setting.passages(part, level)
        # An audience's own page need not say that its words are its own.
        mark = NOTHING
        if reader.kind is AudienceKind.ACCOUNT or reader.reader not in to:
            mark = Markup('<p class="note">{}</p>').format(_for_whom(to, reader, setting))
        html += Markup('<div class="own">{}{}</div>').format(mark, body)
    return html


def _for_whom(to: tuple[str, ...], reader: AudienceSetting, setting: PrivateSetting) -> str:
    if reader.reader in to:
        return setting.words["for_you"]
    names = setting.words["comma"].join(reader.names.get(name, name) for name in to)
    return str(setting.words["for_whom"].format(names=names))


def _told(
    update: UpdateView,
    customers: UpdateView | None,
    reader: AudienceSetting,
    setting: PrivateSetting,
    level: int,
) -> Iterator[tuple[str, Markup]]:
    """Yield what customers were told in an update, then what others were whose text is read."""
    if customers is not None:
        body = setting.passages(customers.text, level)
        if body:
            yield setting.words["customers_told"], body
    for to in _others(update, reader):
        body = setting.passages(_for(update.text, to), level)
        if body:
            yield _for_whom(to, reader, setting), body


def _others(update: UpdateView, reader: AudienceSetting) -> tuple[tuple[str, ...], ...]:
    own = {each.to for passages in update.text.values() for each in _own(passages, reader)}
    everyone = (each.to for passages in update.text.values() for each in passages if each.own)
    return tuple(dict.fromkeys(to for to in everyone if to not in own))


def _for(
    text: Mapping[str, tuple[Passage, ...]], to: tuple[str, ...]
) -> dict[str, tuple[Passage, ...]]:
    return {
        language: tuple(each for each in passages if each.to == to)
        for language, passages in text.items()
    }
