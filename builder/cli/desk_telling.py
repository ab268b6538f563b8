"""What the commands of the desk ask for in the same way: the sentence, fields, the next update."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.cli.asking import asked, line_of
from builder.cli.desk import Desk, Refused
from builder.cli.desk_words import UnfitWord, read_pairs
from builder.source.words import shown, suggestion
from builder.vocabulary.readers import Limit

if TYPE_CHECKING:
    from builder.authoring.update_words import Question, Telling
    from builder.source.yaml_writing import Value
    from builder.vocabulary.statuses import Priority, Status


def sentences(desk: Desk, arguments: argparse.Namespace, question: str) -> dict[str, str]:
    """Return the sentence by language, asked for where somebody is there to answer."""
    found = read_pairs(arguments.sentence_in, "--sentence-in")
    for language in found:
        if language not in desk.site.languages:
            raise UnfitWord(
                f"The site has no language {shown(language)}. "
                f"{suggestion(language, desk.site.languages)}"
            )
    first = desk.site.language
    if arguments.sentence is not None:
        found[first] = arguments.sentence
    if desk.asks and not found.get(first):
        found[first] = asked(f"{question}\n>", _one_line)
    if desk.asks and found.get(first):
        for language in desk.site.languages[1:]:
            if language not in found:
                found[language] = line_of(f"The same in {language} (Enter: leave it out)\n>")
    return {language: text.strip() for language, text in found.items() if text.strip()}


def answered(desk: Desk, arguments: argparse.Namespace, telling: Telling) -> Telling:
    """Return the telling with the answers to its templates' questions and the words besides.

    Raises:
        UnfitWord: a flag names what there is not.
    """
    from builder.authoring.update_words import questions

    answers = {**telling.answers, **read_pairs(arguments.field, "--field")}
    said = read_pairs(arguments.say, "--say")
    known = [*desk.site.audiences, *(f"account:{name}" for name in desk.site.accounts)]
    for name in said:
        if name not in known or name == "public":
            raise UnfitWord(f"--say: there is no reader {shown(name)}. {suggestion(name, known)}")
    if desk.asks:
        for question in questions(telling, desk.templates, desk.site):
            if question.field.name not in answers and (
                arguments.ask or not question.field.optional
            ):
                answers |= _ask(desk, question)
    return replace(telling, answers=answers, said=said)


def _ask(desk: Desk, question: Question) -> dict[str, str]:
    from builder.authoring.field_values import read_answer

    field = question.field
    must = "public" in question.audiences and not field.optional
    audiences = ", ".join(question.audiences)
    empty = "" if must else "; Enter: leave it out"
    options = "".join(f"\n  {number} {each}" for number, each in enumerate(field.options, 1))
    reader = desk.site.audiences[question.audiences[0]].reader

    def read(typed: str) -> str:
        if typed or must:
            if not typed:
                raise UnfitWord("The words for everyone need it.")
            read_answer(field, typed, desk.site.language, desk.site, desk.now, reader)
        return typed

    typed = asked(f"{field.ask} ({audiences}{empty}){options}\n>", read)
    return {field.name: typed} if typed else {}


def promised(
    desk: Desk,
    arguments: argparse.Namespace,
    audiences: Iterable[str],
    priority: Priority | None,
    stage: Status | None,
    chosen: datetime | None,
    *,
    long: bool = False,
) -> tuple[Value, datetime | None]:
    """Return ``next_update`` as it is written, and the time that the public is told; nothing where
    no time is promised.

    Raises:
        Refused: the time that was chosen can't be promised.
    """
    from builder.authoring.promising import as_written, promise_fault, usual_promises
    from builder.vocabulary.times import iso

    usual = usual_promises(desk.site, audiences, priority, stage, desk.now)
    if chosen is not None:
        fault = promise_fault(chosen, desk.now, usual, long=long)
        if fault:
            raise Refused(f"--next {desk.echo(chosen)}: {fault}")
        return iso(chosen), chosen
    if long:
        raise Refused("A long pace needs a stated time: `--next TIME`.")
    if not usual:
        return "", None
    return as_written(usual), usual.get("public", min(usual.values()))


def audiences_of(desk: Desk, words: str | None, limit: Limit = None) -> tuple[str, ...]:
    """Return the audiences that an update is for: those that were named, else all that may read an
    incident with this limit.

    Raises:
        UnfitWord: there is no such audience.
    """
    if not words:
        readers = desk.site.audiences.items()
        return tuple(name for name, each in readers if each.reader.may_read(limit))
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    for name in found:
        if name not in desk.site.audiences or name == "public":
            others = [each for each in desk.site.audiences if each != "public"]
            raise UnfitWord(
                f"--for: there is no audience {shown(name)} of insiders. {suggestion(name, others)}"
            )
    return found


def without_empty(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return front matter without keys that have nothing to say."""
    return {key: value for key, value in values.items() if value not in ("", {}, [], False)}


def _one_line(typed: str) -> str:
    if not typed:
        raise UnfitWord("Write one sentence: what customers see.")
    return typed
