"""All that the program says on pages and in feeds by itself, in English, by its labels.

A catalogue has each of it in another language. The labels of the pages are those of ``Words``;
those of feeds, of the page on subscribing and of the opener stand behind a word of their own.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from json import dumps

from builder.render import (
    calendar,
    feed_words,
    opener_words,
    private_words,
    status_badges,
    subscribe_words,
)
from builder.render.status_api.schema import SCHEMA
from builder.render.status_api.v2_objects import V2_KEYS
from builder.render.widget import WIDGETS, widget
from builder.vocabulary.catalogue import Catalogue

FROM_CLDR = (
    *("time", "day", "month", "duration", "percent"),
    *("month.", "percent.", "unit.", "language."),
)
"""Labels, and beginnings of labels where they end with a dot, whose words nobody translates."""


def interface() -> Mapping[str, tuple[str, ...]]:
    """Return every text: one a label, or the form for one and that for many where it counts."""
    words = private_words.WORDS
    found: dict[str, str] = {}
    found.update((f"state.{each}", text) for each, text in words.states.items())
    found.update((f"stage.{each}", text) for each, text in words.stages.items())
    found.update((f"impact.{each}", text) for each, text in words.impacts.items())
    found.update((f"kind.{each}", text) for each, text in words.kinds.items())
    for name, (heading, sentence) in words.events.items():
        found[f"event.{name}"], found[f"event.{name}.text"] = heading, sentence
    found.update((f"unsaid.{each}", text) for each, text in words.unsaid.items())
    for number, (short, full) in enumerate(words.months, start=1):
        found[f"month.{number}.short"], found[f"month.{number}.full"] = short, full
    found.update(words.labels)
    found.update((f"feed.{label}", text) for label, text in feed_words.ENGLISH.items())
    found.update((f"subscribe.{label}", text) for label, text in subscribe_words.ENGLISH.items())
    found.update((f"opener.{label}", text) for label, text in opener_words.ENGLISH.items())
    return {**{label: (text,) for label, text in found.items()}, **words.plurals}


def is_from_cldr(label: str) -> bool:
    """Say whether the words of a label come from CLDR and not from a translator."""
    return label in FROM_CLDR or label.startswith(tuple(each for each in FROM_CLDR if "." in each))


def spoken(catalogues: Mapping[str, Catalogue]) -> Iterator[str]:
    """Yield every label and sentence, with its slots, in English and in each catalogue, and what
    calendars, badges, the widget and files for programs hold besides."""
    every = (interface(), *(catalogue.forms for catalogue in catalogues.values()))
    yield from chain.from_iterable(forms for each in every for forms in each.values())
    yield from (*calendar.NAMES.split(), calendar.PRODUCT, status_badges.BADGE)
    yield from (widget(digest).decode() for digest in WIDGETS)
    yield from (dumps(SCHEMA), " ".join(V2_KEYS))
