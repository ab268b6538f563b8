"""States, stages and impacts as a word with a shape: never by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.render.markup import made
from builder.render.words import Words
from builder.vocabulary.statuses import ENDING, IMPACT_OF_STATE, Impact, Kind, State, Status

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
    unknown_impact: Markup

    def impact(self, impact: Impact, stage: Status | None, *, said: bool) -> Markup:
        """Return how bad an incident is. ``said`` is true while a word on a component is in force:
        one that is not over and has none is no harmless one, its impact is not known yet."""
        if impact is Impact.NONE and stage not in (None, *ENDING) and not said:
            return self.unknown_impact
        return self.impacts[impact]


def badges(words: Words) -> Badges:
    """Return the badges in one language."""
    return Badges(
        states={state: level(LEVEL_OF_STATE[state], word) for state, word in words.states.items()},
        impacts={impact: level(impact, word) for impact, word in words.impacts.items()},
        stages={status: tag(word) for status, word in words.stages.items()},
        notice=tag(words.kinds[Kind.NOTICE]),
        unknown_impact=level(Impact.MINOR, words["impact_unknown"]),
    )


def level(impact: Impact, word: str) -> Markup:
    """Return a word with the shape and the colour of a level."""
    return made(f'<span class="is {impact.value}">{escape(word)}</span>')


def tag(word: str) -> Markup:
    """Return a word in a frame."""
    return made(f'<span class="tag">{escape(word)}</span>')
