"""Figures of uptime, printed: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TextIO

from builder.model.uptime import percent
from builder.model.uptime_policy import DIGITS, WHOLE
from builder.views.uptime import GroupUptime
from builder.vocabulary.readers import PUBLIC_NAME
from builder.vocabulary.statuses import State
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.build.uptime_figures import Answer
    from builder.model.uptime import Measured, Piece
    from builder.model.uptime_policy import Policy
    from builder.views.uptime import ComponentUptime

NO_DATA = "no data"
EXCLUDED = "excluded"
_NUMBERS = frozenset({"uptime", "measured", "weighted", "weight", "seconds"})
"""Columns that are set to the right."""


# --- for people ---------------------------------------------------------------------------------


def write_table(answer: Answer, window: str, explain: bool, stream: TextIO) -> None:
    """Write figures to the policy's decimals; with ``explain`` each with its working."""
    found = answer.uptime
    policy = found.policy
    lines = [
        f"Uptime as {_who(answer.reader)} sees it, {window}: from {_time(found.window.since)} "
        f"to {_time(found.window.until)}",
        f"Policy {policy.name}: {_weights_in_words(policy)}",
        "",
    ]
    listed: list[GroupUptime | ComponentUptime] = [*found.groups, *found.components]
    rows = [_figure_row(each, policy.digits) for each in listed]
    lines += _columns(("id", "name", "uptime", "measured", "weighted"), rows)
    if explain:
        for group in found.groups:
            lines += ["", *_group_working(group, answer)]
        for component in found.components:
            lines += ["", f"{component.id}: {component.name}"]
            lines += _working(component.measured, policy.digits)
    stream.writelines(f"{line.rstrip()}\n" for line in lines)


def _figure_row(each: ComponentUptime | GroupUptime, digits: int) -> tuple[str, ...]:
    measured = each.measured
    name = f"{each.name} (group)" if isinstance(each, GroupUptime) else each.name
    shown = _percent(each.uptime, digits)
    if measured is None:
        return each.id, name, shown, "", ""
    return each.id, name, shown, f"{measured.counted} s", f"{decimal(measured.weighted)} s"


def _group_working(group: GroupUptime, answer: Answer) -> Iterator[str]:
    yield f"{group.id}: {group.name} (group)"
    digits = answer.uptime.policy.digits
    inside = ", ".join(group.components)
    if group.measured is not None:
        yield f"  as bad as the worst of {inside}"
        yield from _working(group.measured, digits)
    else:
        yield f"  mean of {inside}: {_percent(group.uptime, digits)}"


def _working(measured: Measured, digits: int) -> Iterator[str]:
    rows = [
        (
            piece.source,
            piece.state.value,
            _time(piece.since),
            _time(piece.until),
            _weight(piece),
            str(piece.seconds),
            decimal(piece.weighted),
        )
        for piece in measured.pieces
    ]
    total = str(sum(piece.seconds for piece in measured.pieces))
    rows.append(("sum", "", "", "", "", total, decimal(measured.weighted)))
    heads = ("update", "state", "from", "to", "weight", "seconds", "weighted")
    yield from (f"  {line}" for line in _columns(heads, rows))
    taken = f" - {measured.excluded} excluded = {measured.counted}" if measured.excluded else ""
    yield f"  T = {measured.known}{taken} seconds"
    if measured.uptime is None:
        yield f"  {NO_DATA}"
        return
    counted, weighted = measured.counted, decimal(measured.weighted)
    figure = _percent(measured.uptime, digits)
    yield f"  100 * ({counted} - {weighted}) / {counted} = {figure}"


def _columns(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    table = [heads, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    for row in table:
        yield "  ".join(
            cell.rjust(width) if head in _NUMBERS else cell.ljust(width)
            for head, cell, width in zip(heads, row, widths, strict=True)
        )


def _who(reader: str) -> str:
    return "everyone" if reader == PUBLIC_NAME else reader


def _weights_in_words(policy: Policy) -> str:
    weights = ", ".join(
        f"{state.value} {EXCLUDED if weight is None else decimal(weight)}"
        for state, weight in _weights(policy)
    )
    return f"{weights}; groups: {policy.groups.value}"


def _percent(figure: Fraction | None, digits: int) -> str:
    return NO_DATA if figure is None else f"{percent(figure, digits)} %"


# --- for programs -------------------------------------------------------------------------------


def write_json(answer: Answer, window: str, explain: bool, stream: TextIO) -> None:
    """Write figures as text with five decimals, and the whole numbers that they come of."""
    found = answer.uptime
    told = {
        "reader": answer.reader,
        "window": window,
        "since": _time(found.window.since),
        "until": _time(found.window.until),
        "time_zone": answer.time_zone,
        "policy": {
            "name": found.policy.name,
            "groups": found.policy.groups.value,
            "weights": {
                state.value: EXCLUDED if weight is None else _number(weight)
                for state, weight in _weights(found.policy)
            },
        },
        "groups": [
            {
                "id": each.id,
                "name": each.name,
                "uptime": _figure(each.uptime),
                "components": list(each.components),
                **(_measured(each.measured, explain) if each.measured else {}),
            }
            for each in found.groups
        ],
        "components": [
            {
                "id": each.id,
                "name": each.name,
                "uptime": _figure(each.uptime),
                **_measured(each.measured, explain),
            }
            for each in found.components
        ],
    }
    json.dump(told, stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def write_csv(answer: Answer, _window: str, explain: bool, stream: TextIO) -> None:
    """Write a line a figure; with ``explain`` a line an interval in place of that."""
    lines = csv.writer(stream, lineterminator="\n")
    if explain:
        lines.writerow(
            ("kind", "id", "update", "state", "from", "to", "weight", "seconds", "weighted_seconds")
        )
        for kind, each in _with_kinds(answer):
            for piece in each.measured.pieces if each.measured else ():
                lines.writerow((kind, each.id, *_interval(piece).values()))
        return
    lines.writerow(
        ("kind", "id", "name", "uptime", "known_seconds", "excluded_seconds", "weighted_seconds")
    )
    for kind, each in _with_kinds(answer):
        numbers = _measured(each.measured, False).values() if each.measured else ("", "", "")
        lines.writerow((kind, each.id, each.name, _figure(each.uptime), *numbers))


def _with_kinds(answer: Answer) -> Iterator[tuple[str, ComponentUptime | GroupUptime]]:
    yield from (("group", each) for each in answer.uptime.groups)
    yield from (("component", each) for each in answer.uptime.components)


def _measured(measured: Measured, explain: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "known_seconds": measured.known,
        "excluded_seconds": measured.excluded,
        "weighted_seconds": _number(measured.weighted),
    }
    if explain:
        told["intervals"] = [_interval(piece) for piece in measured.pieces]
    return told


def _interval(piece: Piece) -> dict[str, Any]:
    return {
        "update": piece.source,
        "state": piece.state.value,
        "from": _time(piece.since),
        "to": _time(piece.until),
        "weight": EXCLUDED if piece.weight is None else _number(piece.weight),
        "seconds": piece.seconds,
        "weighted_seconds": _number(piece.weighted),
    }


def _figure(figure: Fraction | None) -> str | None:
    return None if figure is None else percent(figure, DIGITS)


def _number(thousandths: int) -> int | float:
    return thousandths / WHOLE if thousandths % WHOLE else thousandths // WHOLE


# --- both ---------------------------------------------------------------------------------------


def decimal(thousandths: int) -> str:
    """Write thousandths as a decimal number, without zeros at its end."""
    whole, rest = divmod(thousandths, WHOLE)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def _weights(policy: Policy) -> Iterator[tuple[State, int | None]]:
    return ((state, policy.weight(state)) for state in reversed(State) if state != "operational")


def _weight(piece: Piece) -> str:
    return EXCLUDED if piece.weight is None else decimal(piece.weight)


def _time(seconds: int) -> str:
    return iso(datetime.fromtimestamp(seconds, UTC))


WRITERS: Mapping[str, Callable[[Answer, str, bool, TextIO], None]] = {
    "table": write_table,
    "json": write_json,
    "csv": write_csv,
}
"""How figures are printed, by the word of ``--format``."""
