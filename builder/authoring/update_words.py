"""The words of an update: a text for everyone and one for each audience, in each language, filled
from templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from builder.authoring.field_values import (
    UnfitAnswer,
    component_names,
    joined,
    moment_words,
    read_answer,
    voice,
)
from builder.authoring.template_set import TemplateSet
from builder.model.message_template import Field, MessageTemplate, Occasion, Wanted, filled
from builder.model.site import Site
from builder.views.frame import readable_components
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.statuses import Kind, Priority, Status

EVERYONE = "public"


@dataclass(frozen=True, slots=True)
class Telling:
    """What an update tells, before there are words.

    ``audiences`` are those that it has words for, ``public`` among them unless it is for insiders
    alone. ``sentence`` is by language, ``answers`` what was typed for fields, by name, ``said``
    words besides for a reader, in the default language. ``moments`` are facts, by name.
    """

    now: datetime
    kind: Kind
    occasion: Occasion
    stage: Status | None
    priority: Priority | None
    audiences: tuple[str, ...]
    components: tuple[str, ...] = ()
    sentence: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def is_for_everyone(self) -> bool:
        """True where the public has words of it."""
        return EVERYONE in self.audiences


@dataclass(frozen=True, slots=True)
class Question:
    """A field that is asked for, and the audiences whose words need it."""

    field: Field
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenWords:
    """The body of an update by language, its title by language where a template has one, and why an
    audience has no words of its own."""

    bodies: Mapping[str, str]
    titles: Mapping[str, str]
    without: tuple[str, ...] = ()


class UnfitWords(Exception):
    """The words can't be made of what was given; each message says what to give."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__(self.messages)


def questions(telling: Telling, templates: TemplateSet, site: Site) -> tuple[Question, ...]:
    """Return what the templates ask for, in their order, those that must be answered first."""
    found: dict[str, tuple[Field, list[str]]] = {}
    for audience in telling.audiences:
        template = _template(telling, templates, audience, site.language)
        for one in template.fields if template else ():
            known, needing = found.setdefault(one.name, (one, []))
            needing.append(audience)
            if known.optional and not one.optional:
                found[one.name] = (one, needing)
    asked = [Question(one, tuple(needing)) for one, needing in found.values()]
    return tuple(sorted(asked, key=lambda question: question.field.optional))


def words_of(telling: Telling, templates: TemplateSet, site: Site) -> WrittenWords:
    """Fill the templates.

    An audience is left without words of its own where there is no template for it, or where a field
    that must be answered is not; never the public.

    Raises:
        UnfitWords: the public would have no words, or an answer does not fit its field.
    """
    _refuse_unknown(telling, templates, site)
    bodies: dict[str, str] = {}
    titles: dict[str, str] = {}
    without: dict[str, None] = {}
    wrong: list[str] = []
    for language in site.languages:
        facts = _facts(telling, language, site)
        # A title is everyone's, also where insiders are told first.
        first = _template(telling, templates, EVERYONE, language)
        if first is not None and first.title:
            titles[language] = filled(first.title, facts)
        sections: dict[str, str] = {}
        for audience in telling.audiences:
            template = _template(telling, templates, audience, language)
            text, unmet = "", ""
            if template is not None:
                values = facts | _answers(telling, template, language, site, wrong)
                needed = [one.name for one in template.fields if not one.optional]
                missing = [name for name in needed if not values.get(name)]
                unmet = ", ".join(f"`{name}`" for name in missing)
                if not missing:
                    text = filled(template.body, values)
            more = telling.said.get(audience, "") if language == site.language else ""
            sections[audience] = "\n\n".join(filter(None, (text, more)))
            if not sections[audience] and language == site.language:
                if audience == EVERYONE and unmet:
                    wrong.append(f"The words for everyone need {unmet}: `--field NAME=VALUE`.")
                elif audience != EVERYONE:
                    reason = f"{unmet} is not given" if unmet else "there is no template"
                    without[f"no words for {audience}: {reason}"] = None
        body = _body(telling, sections, facts, site, language)
        if body:
            bodies[language] = body
    if wrong:
        raise UnfitWords(dict.fromkeys(wrong))
    if not bodies.get(site.language):
        raise UnfitWords(["There are no words: give a sentence, with `--sentence`."])
    return WrittenWords(bodies, titles, tuple(without))


def _body(
    telling: Telling,
    sections: Mapping[str, str],
    facts: Mapping[str, str],
    site: Site,
    language: str,
) -> str:
    """Return a whole body; a translation without words for everyone is none."""
    if telling.is_for_everyone:
        first = sections.get(EVERYONE) or facts["sentence"]
    else:
        first = facts["sentence"]
    if not first and (telling.is_for_everyone or language != site.language):
        return ""
    parts = [first] if first else []
    named = [(name, text) for name, text in sections.items() if name != EVERYONE and text]
    if language == site.language:
        named += [(name, text) for name, text in telling.said.items() if name not in sections]
    parts += [f"::: {name.replace('account:', 'account ')}\n{text}\n:::" for name, text in named]
    return "\n\n".join(parts)


def _template(
    telling: Telling, templates: TemplateSet, audience: str, language: str
) -> MessageTemplate | None:
    wanted = Wanted(
        audience, language, telling.kind, telling.occasion, telling.stage, telling.priority
    )
    return templates.best(wanted)


def _facts(telling: Telling, language: str, site: Site) -> dict[str, str]:
    """Return what needs no question; everyone may read it, whoever the words are for."""
    zone = ZoneInfo(site.time_zone)
    public = {each.id for each in readable_components(PUBLIC, site)}
    names = component_names(public.intersection(telling.components), language, site)
    moments = dict.fromkeys(("since", "ended", "last_update", "next_update"), "")
    moments |= {
        name: moment_words(moment, zone, language) for name, moment in telling.moments.items()
    }
    return {
        **voice(site, language),
        **moments,
        "components": joined(names, language),
        "sentence": telling.sentence.get(language, ""),
    }


def _answers(
    telling: Telling, template: MessageTemplate, language: str, site: Site, wrong: list[str]
) -> dict[str, str]:
    """Return the answers to a template's questions in one language; free words are of the default
    language, and stand in no other one."""
    reader = site.audiences[template.audience].reader
    found = {}
    for one in template.fields:
        typed = telling.answers.get(one.name, "")
        own = telling.answers.get(f"{one.name}.{language}", "")
        if language != site.language and one.type in ("text", "regions"):
            typed = own
        if not (own or typed).strip():
            continue
        try:
            found[one.name] = read_answer(one, own or typed, language, site, telling.now, reader)
        except UnfitAnswer as unfit:
            wrong.append(f"`{one.name}`: {unfit}")
    return found


def _refuse_unknown(telling: Telling, templates: TemplateSet, site: Site) -> None:
    known = {one.field.name for one in questions(telling, templates, site)}
    unknown = sorted({name.partition(".")[0] for name in telling.answers} - known)
    if unknown:
        from builder.source.words import shown, suggestion

        raise UnfitWords(
            f"No template of this update has a field {shown(name)}. "
            f"{suggestion(name, sorted(known))}".strip()
            for name in unknown
        )
