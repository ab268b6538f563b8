"""Words that people type for components, states and priorities, read for the desk's commands."""

from collections.abc import Iterable

from builder.model.site import Site
from builder.source.names import names_of
from builder.source.words import one_of, shown, suggestion
from builder.vocabulary.statuses import Priority, State

PRIORITIES = {
    Priority.P1: "most customers can't use what they came for, or data is at risk",
    Priority.P2: "an important part is broken or slow for many",
    Priority.P3: "a small part is broken, or few are hit",
    Priority.P4: "hardly anybody notices",
}
"""What each priority means, beside the choice."""

STATES = {
    State.DEGRADED_PERFORMANCE: "it works, slowly or with errors",
    State.PARTIAL_OUTAGE: "some can't use it",
    State.MAJOR_OUTAGE: "nobody can use it",
    State.OPERATIONAL: "it works",
    State.UNDER_MAINTENANCE: "we are working on it",
}
"""What each state means, beside the choice."""


class UnfitWord(ValueError):
    """What was typed can't be meant; the message says what can."""


def read_components(words: Iterable[str], site: Site) -> dict[str, State]:
    """Read ``checkout=partial`` and the like; a state may be cut short.

    Raises:
        UnfitWord: there is no such component or state.
    """
    found: dict[str, State] = {}
    for word in words:
        for pair in filter(None, (each.strip() for each in word.split(","))):
            name, sign, state = pair.partition("=")
            if not sign:
                raise UnfitWord(f"{shown(pair)} has no state. Write it like `{name}=partial`.")
            found[read_component(name.strip(), site)] = read_state(state.strip())
    return found


def read_component(word: str, site: Site) -> str:
    """Return the name by which authors call a component now.

    Raises:
        UnfitWord: there is no such component.
    """
    known = names_of(site).components or {}
    if word not in known:
        raise UnfitWord(f"There is no component {shown(word)}. {suggestion(word, sorted(known))}")
    return next(each.called for each in site.components() if each.id == known[word])


def read_state(word: str) -> State:
    """Return the state that a word is, or begins.

    Raises:
        UnfitWord: none does, or several do.
    """
    found = [state for state in State if state.value.startswith(word.lower().replace(" ", "_"))]
    if len(found) != 1 or not word:
        raise UnfitWord(f"{shown(word)} is no state. Write {one_of([*State])}, or how it begins.")
    return found[0]


def read_priority(word: str) -> Priority:
    """Return a priority, written ``P1`` or ``1``.

    Raises:
        UnfitWord: there is no such priority.
    """
    name = word.upper() if word[:1] in ("p", "P") else f"P{word}"
    if name not in [*Priority]:
        raise UnfitWord(f"{shown(word)} is no priority. Write {one_of([*Priority])}.")
    return Priority(name)


def read_pairs(words: Iterable[str], flag: str) -> dict[str, str]:
    """Read ``NAME=VALUE`` of a flag that may be given several times.

    Raises:
        UnfitWord: one has no value.
    """
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise UnfitWord(
                f"{flag} {shown(word)} has no value. Write it like `{flag} NAME=VALUE`."
            )
        found[name.strip()] = value.strip()
    return found
