"""How figures of uptime are computed: the policy, the formula, and figures worked out."""

from collections.abc import Iterator

from builder.render.markup import NOTHING
from builder.render.page_values import Computing, Weight
from builder.render.percentages import percentage
from builder.render.setting import Setting
from builder.views.types import ComponentView
from builder.views.uptime_types import ComponentHistory, UptimeRule, UptimeView
from builder.vocabulary.statuses import State


def computing(
    uptime: UptimeView, components: tuple[ComponentView, ...], setting: Setting
) -> Computing:
    """Return how figures are computed, with an example: the component that most counts against."""
    words, rule = setting.words, uptime.rule
    known = [(each, uptime.components[each.id]) for each in components if _known(each, uptime)]
    example = max(known, key=lambda each: each[1].weighted, default=None)
    zone = setting.frame.time_zone.removeprefix("Etc/")
    return Computing(
        heading=words["uptime.how"],
        policy=words["uptime.policy"].format(name=rule.name),
        sentences=(
            words["uptime.what"].format(zone=zone),
            words["uptime.terms"],
            words["uptime.mean" if rule.groups == "mean" else "uptime.any"],
            words["uptime.rounding"],
        ),
        formula=words["uptime.formula"],
        weights=tuple(
            Weight(
                setting.badges.states[state],
                words["uptime.taken_out"] if weight is None else _thousandths(weight),
            )
            for state, weight in sorted(
                rule.weights.items(), key=lambda each: each[0].rank, reverse=True
            )
            if state is not State.OPERATIONAL
        ),
        example=NOTHING
        if example is None
        else words.sentence("uptime.worked", component=setting.component(example[0].id)),
        working=() if example is None else working(example[1], uptime.rule, setting),
    )


def _known(component: ComponentView, uptime: UptimeView) -> bool:
    history = uptime.components.get(component.id)
    return history is not None and bool(history.figure)


def working(history: ComponentHistory, rule: UptimeRule, setting: Setting) -> tuple[str, ...]:
    """Return the lines to recompute a figure with a pencil; seconds are whole."""
    return tuple(_working(history, rule, setting))


def _working(history: ComponentHistory, rule: UptimeRule, setting: Setting) -> Iterator[str]:
    yield f"T = {history.counted} s"
    for state, seconds in history.seconds:
        weight = rule.weights[state]
        if weight:
            weighed = _thousandths(seconds * weight)
            word = setting.words.states[state]
            yield f"{word}: {seconds} s * {_thousandths(weight)} = {weighed} s"
    weighted = _thousandths(history.weighted)
    said = percentage(history.figure, setting.words)
    yield f"100 * ({history.counted} - {weighted}) / {history.counted} = {said}"


def _thousandths(number: int) -> str:
    whole, rest = divmod(number, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
