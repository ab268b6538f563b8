"""The facts of an entry, a line each: stage, impact, components, times, promises."""

from collections.abc import Iterator

from builder.render.entry_facts import EntryFacts
from builder.render.telling import Said, Telling, said
from builder.views.types import Entry, IncidentView, UpdateView
from builder.vocabulary.statuses import Kind, Status


def fact_lines(
    incident: IncidentView,
    entry: Entry,
    update: UpdateView | None,
    facts: EntryFacts,
    telling: Telling,
) -> Iterator[Said]:
    """Yield the facts in the order in which readers ask for them."""
    if facts.stage is not None:
        yield said(telling.words.stages[facts.stage])
    if incident.kind is Kind.INCIDENT:
        yield said(impact_words(facts, telling))
    yield from _components(facts, telling)
    if facts.window is not None:
        start, end = (telling.time(border) for border in facts.window)
        yield _fact("window_label", telling.sentence("window", start=start, end=end), telling)
    if facts.began is not None:
        yield _fact("began", telling.time(facts.began), telling)
    if update is not None and entry.label != "withdrawn":
        yield from _after(update, telling)
    if facts.due is not None:
        yield telling.sentence("due", time=telling.time(facts.due))


def impact_words(facts: EntryFacts, telling: Telling) -> str:
    """Return how bad it is, in words."""
    words = telling.words
    return words.impacts[facts.impact] if facts.impact_known else words["impact_unknown"]


def _components(facts: EntryFacts, telling: Telling) -> Iterator[Said]:
    told = dict(facts.states)
    planned = facts.stage is Status.SCHEDULED
    for component, state in told.items():
        name = said(telling.name(component))
        label = telling.sentence("in_window", component=name) if planned else name
        value = said(telling.words.states[state])
        yield telling.sentence("fact", label=label, value=value)
    rest = [telling.name(component) for component in facts.components if component not in told]
    if rest:
        yield _fact("affected", said(telling.words["comma"].join(rest)), telling)


def _after(update: UpdateView, telling: Telling) -> Iterator[Said]:
    """What an update says about the time after an incident."""
    if update.no_impact:
        yield telling.sentence("no_impact")
    if update.data_loss in ("none", "unknown"):
        yield telling.sentence(f"data_loss.{update.data_loss}")
    elif update.data_loss:
        yield telling.sentence("data_loss", text=telling.aside(update.data_loss))
    if update.postmortem_by is not None:
        yield telling.sentence("postmortem_by", time=telling.time(update.postmortem_by))
    if update.no_postmortem:
        yield telling.sentence("no_postmortem", reason=telling.aside(update.no_postmortem))


def _fact(label: str, value: Said, telling: Telling) -> Said:
    return telling.sentence("fact", label=telling.sentence(label), value=value)
