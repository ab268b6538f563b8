"""States, stages and impacts as a word with a shape: never by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.render.markup import made
from builder.render.words import Words
from builder.vocabulary.statuses import IMPACT_OF_STATE, Impact, Kind, State, Status

LEVEL_OF_STATE: Mapping[State, Impact] = {
    **IMPACT_OF_STATE,
    State.UNDER_MAINTENANCE: Impact.MAINTENANCE,
}
"""Which of the five shapes and colours a state has."""


@dataclass(frozen=True)
class Badges:
    """Each state, impact and stage as HTML, made once."""

    states: Mapping[State, Markup]
    impacts: Mapping[Impact, Markup]
    stages: Mapping[Status, Markup]
    notice: Markup


def badges(words: Words) -> Badges:
    """Return the badges in one language."""
    return Badges(
        states={state: level(LEVEL_OF_STATE[state], word) for state, word in words.states.items()},
        impacts={impact: level(impact, word) for impact, word in words.impacts.items()},
        stages={status: tag(word) for status, word in words.stages.items()},
        notice=tag(words.kinds[Kind.NOTICE]),
    )


def level(impact: Impact, word: str) -> Markup:
    """Return a word with the shape and the colour of a level."""
    return made(f'<span class="is {impact.value}">{escape(word)}</span>')


def tag(word: str) -> Markup:
    """Return a word in a frame."""
    return made(f'<span class="tag">{escape(word)}</span>')
