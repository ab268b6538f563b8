"""What an incident holds besides words for everyone: requests, expectations, priority, roles.

All come from what the cut has left, so each is empty for a reader that may not read it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from builder.model.incident import Incident, Update
from builder.model.standing import counts
from builder.views.types import AskView, Expectation, Passage, RoleView
from builder.vocabulary.statuses import Priority
from builder.vocabulary.text import Body


def asks(shown: Iterable[Update], now: datetime) -> tuple[AskView, ...]:
    """Return the requests that stand at ``now``, oldest first, and what became of each."""
    standing = [update for update in shown if counts(update, now)]
    answers = {
        identifier: (answer, update.at)
        for update in standing
        for identifier, answer in update.answers.items()
    }
    found = []
    for update in standing:
        for ask in update.asks:
            answer, answered = answers.get(ask.id, (None, None))
            found.append(
                AskView(
                    id=ask.id,
                    to=tuple(sorted(ask.to)),
                    text=ask.text,
                    by=ask.by,
                    at=update.at,
                    update=update.id,
                    answer=answer,
                    answered=answered,
                    late=answer is None and ask.by is not None and ask.by <= now,
                )
            )
    return tuple(found)


def expectation(shown: Iterable[Update], now: datetime) -> Expectation | None:
    """Return by when it was last expected to work again."""
    said = [update for update in shown if update.restored_by and counts(update, now)]
    if not said or said[-1].restored_by is None:
        return None
    return Expectation(said[-1].restored_by, said[-1].at, said[-1].id)


def priority(left: Incident, shown: Iterable[Update], now: datetime) -> Priority | None:
    """Return the priority in force."""
    changed = [update.priority for update in shown if update.priority and counts(update, now)]
    return changed[-1] if changed else left.priority


def roles(left: Incident, now: datetime) -> tuple[RoleView, ...]:
    """Return who holds each role at ``now``, in the order in which roles were first named."""
    held: dict[str, RoleView] = {}
    for role in sorted(left.roles, key=lambda each: (each.since is not None, each.since)):
        if role.since is None or role.since <= now:
            held[role.role] = RoleView(role.role, role.name, role.since)
    named = dict.fromkeys(role.role for role in left.roles)
    return tuple(held[name] for name in named if name in held)


def passages(body: Body, to: Iterable[str]) -> tuple[Passage, ...]:
    """Put each section after the block in which it stands.

    ``to`` are the readers that the whole text is for, empty where it is for everyone.
    """
    return tuple(_passages(body, tuple(sorted(to))))


def _passages(body: Body, to: tuple[str, ...]) -> Iterator[Passage]:
    for position in range(len(body.blocks) + 1):
        for section in body.sections:
            if section.after == position:
                names = tuple(sorted(section.audience))
                yield from (Passage(html, names) for html in section.blocks)
        if position < len(body.blocks):
            yield Passage(body.blocks[position], to)
