"""The texts of an incident and of the site, each with those who may read it.

Nothing here cuts anything: what pages show is cut elsewhere, and this is what the search for leaks
holds against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape

from builder.model.contract import Contract
from builder.model.incident import Incident, Update
from builder.model.site import Component, Site, Translations
from builder.source.sections import CutText
from builder.vocabulary.limited_text import NOBODY, LimitedText
from builder.vocabulary.readers import FIGURES, Limit, account
from builder.vocabulary.text import Body

Limits = tuple[frozenset[str], ...]

_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r'href="([^"]*)"')
_ACCOUNTS = "site_src/accounts/"
_AUDIENCES = "site_src/audiences.yml"
_COMPONENTS = "site_src/components.yml"
_SITE = "site_src/site.yml"


def incident_texts(
    incident: Incident,
    drafts: frozenset[str],
    updates: Iterable[Update],
    bodies: Mapping[str, Mapping[str, CutText]],
    insiders: frozenset[str],
) -> Iterator[LimitedText]:
    """Yield the texts of an incident.

    Args:
        incident: what was read.
        drafts: ids of the updates that are drafts.
        updates: all updates, drafts too.
        bodies: by update the body of each of its files, by path, with its sections cut out.
        insiders: names of the readers who are the company's own people.
    """
    path = f"incidents/{incident.id}/incident.md"
    limits = _limits(incident.audience)
    if limits:
        yield LimitedText(path, incident.id, limits, is_name=True)
    for title in incident.title.values():
        yield LimitedText(path, title, limits)
    for reader, title in incident.titles.items():
        yield LimitedText(path, title, (*limits, *_limits(frozenset({reader}))))
    for role in incident.roles:
        yield LimitedText(path, f"{role.role}: {role.name}", (*limits, insiders))
    for update in updates:
        own = (*limits, *_limits(update.audience))
        own = (*own, NOBODY) if update.id in drafts else own
        since = int(update.visible_from.timestamp())
        for text in _update_texts(incident.id, update, own, insiders, bodies.get(update.id, {})):
            yield replace(text, since=since)


def _update_texts(
    incident: str,
    update: Update,
    limits: Limits,
    insiders: frozenset[str],
    bodies: Mapping[str, CutText],
) -> Iterator[LimitedText]:
    path = f"incidents/{incident}/{update.id}.md"
    if update.redacted is not None:
        yield LimitedText(path, update.redacted.reason, limits)
        limits = (*limits, NOBODY)
    said = (update.withdrawn_reason, update.data_loss, update.no_postmortem)
    for words in (*update.title.values(), *said):
        yield LimitedText(path, words or "", limits)
    yield LimitedText(path, update.reason, (*limits, insiders))
    for ask in update.asks:
        yield LimitedText(path, ask.text, (*limits, ask.to))
    for name, body in bodies.items():
        yield LimitedText(name, body.text, limits)
        for section in body.sections:
            yield LimitedText(name, section.text, (*limits, section.audience))


def site_texts(site: Site) -> Iterator[LimitedText]:
    """Yield the texts of a site. A name of an account, or of what is limited, counts as a whole."""
    yield LimitedText(_SITE, site.name)
    for group in site.groups:
        limits = _limits(group.audience)
        yield from _thing(group.name, group.description, group.translations, limits)
        for component in group.components:
            yield from _component(component, limits)
    for component in site.ungrouped:
        yield from _component(component, ())
    for audience in site.audiences.values():
        yield LimitedText(_AUDIENCES, audience.name)
        labels = (label for need in audience.needs for label in need.label.values())
        yield LimitedText(_AUDIENCES, "\n".join(labels))
    for one in site.accounts.values():
        path = f"{_ACCOUNTS}{one.id}.yml"
        limits = (frozenset({account(one.id)}),)
        granted = (frozenset({account(one.id), FIGURES}),)
        for name in (one.name, one.id):
            yield LimitedText(path, name, granted if one.contract else limits, is_name=True)
        for text in _agreed(one.contract):
            yield LimitedText(path, text, granted)
        if one.contact is not None:
            yield LimitedText(path, one.contact.name, limits)
            yield LimitedText(path, one.contact.email, limits)
    for page in site.pages:
        path = f"site_src/pages/{page.name}.md"
        limits = _limits(page.audience)
        for words in (*page.titles.values(), *page.descriptions.values()):
            yield LimitedText(path, words, limits)
        for body in page.bodies.values():
            yield from _page_body(path, body, limits)


def _agreed(contract: Contract | None) -> Iterator[str]:
    """Yield the words of a contract."""
    if contract is not None:
        yield from (each.reason for each in contract.exclusions)
        yield from (each.sum for each in contract.credits)
        yield from (each.reason for each in contract.adjustments)


def _page_body(path: str, body: Body, limits: Limits) -> Iterator[LimitedText]:
    yield LimitedText(path, _words_of(body.blocks), limits)
    for section in body.sections:
        yield LimitedText(path, _words_of(section.blocks), (*limits, section.audience))


def _component(component: Component, outer: Limits) -> Iterator[LimitedText]:
    limits = (*outer, *_limits(component.audience))
    named = (component.name, component.description, component.translations)
    yield from _thing(*named, limits)
    for name in (component.id, *component.aliases):
        yield LimitedText(_COMPONENTS, name, limits, is_name=bool(limits))


def _thing(
    name: str, description: str, translations: Translations, limits: Limits
) -> Iterator[LimitedText]:
    yield LimitedText(_COMPONENTS, name, limits, is_name=bool(limits))
    yield LimitedText(_COMPONENTS, description, limits)
    for words in translations.values():
        for text in words.values():
            yield LimitedText(_COMPONENTS, text, limits)


def _words_of(blocks: Iterable[str]) -> str:
    """Return what blocks of HTML say, then the addresses that they lead to."""
    html = "\n".join(blocks)
    return unescape("\n".join((_TAG.sub(" ", html), *_ADDRESS.findall(html))))


def _limits(limit: Limit) -> Limits:
    return () if limit is None else (limit,)
