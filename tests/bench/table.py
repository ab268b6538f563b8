"""The figures beside their bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.measure import Run
from tests.bench.rounds import Readers, Size

if TYPE_CHECKING:
    from tests.bench.bucket import Sent
    from tests.bench.opening import Opening
    from tests.bench.previewing import Previewing


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; ``bound`` is ``None`` where there is none."""

    what: str
    reached: float
    unit: str
    bound: float | None = None
    detail: str = ""

    @property
    def missed(self) -> bool:
        """True where the figure is above its bound."""
        return self.bound is not None and self.reached > self.bound


ACCOUNTS_FOR_ONE_MORE = 8
"""Accounts whose pages may together cost as much as a cold build of the public tree alone."""


def rows(
    sizes: Sequence[Size],
    help_printed: Run,
    readers: Readers | None = None,
    opening: "Opening | None" = None,
    sent: "Sent | None" = None,
    previewing: "Previewing | None" = None,
) -> Iterator[Row]:
    """Yield all figures of the sizes that were measured, of private readers, of what their
    browsers do, of a publish and of a preview."""
    by_count = {size.incidents: size for size in sizes}
    for count, size in by_count.items():
        yield from _of_size(size, f"{count:,} incidents", bounded=count >= 1_000)
    if 1_000 in by_count and 10_000 in by_count:
        small, large = by_count[1_000].cold, by_count[10_000].cold
        ratio = large.processor / small.processor
        detail = f"of the processor {ratio:.1f} x"
        yield Row("cold, 10,000 to 1,000", large.seconds / small.seconds, "x", 11, detail)
    if readers is not None:
        yield from _of_readers(readers)
    if opening is not None:
        detail = f"painted after {opening.painted:.3f} s"
        yield Row("a sealed index of 100 kB: arrived to opened", opening.shown, "s", 0.1, detail)
    if sent is not None:
        yield from _of_bucket(sent)
    if previewing is not None:
        name = f"{previewing.incidents:,} incidents, preview: an update saved to"
        yield Row(f"{name} its page made", previewing.incident, "s", 0.05, "of the processor")
        yield Row(f"{name} the index made", previewing.index, "s", 0.05, "of the processor")
    yield Row("a command that prints help", help_printed.seconds, "s", 0.15)


def _of_size(size: Size, name: str, *, bounded: bool) -> Iterator[Row]:
    cold = size.cold.seconds
    yield Row(
        f"{name}: cold to floor",
        cold / size.floor.seconds,
        "x",
        1.3 if size.incidents == 1_000 else None,
        f"{_times(size.cold)}; floor {_times(size.floor)}",
    )
    for kind, run, bound in (
        ("nothing changed", size.unchanged, 0.10),
        ("one update changed", size.one_changed, 0.25),
    ):
        yield Row(
            f"{name}: {kind} to cold",
            run.seconds / cold,
            "x",
            bound if bounded else None,
            _times(run),
        )
    yield Row(
        f"{name}: peak memory",
        max(size.cold.memory, size.unchanged.memory, size.one_changed.memory),
        "MiB",
        {1_000: 80, 10_000: 200}.get(size.incidents),
        f"floor {size.floor.memory:.0f} MiB",
    )


def _of_readers(readers: Readers) -> Iterator[Row]:
    name = f"{readers.incidents:,} incidents, 6 audiences, {readers.accounts} accounts"
    for kind, all_trees, public, bound in (
        (
            "cold",
            readers.cold,
            readers.public_cold,
            1 + readers.accounts / ACCOUNTS_FOR_ONE_MORE,
        ),
        ("one update changed", readers.changed, readers.public_changed, 3),
    ):
        yield Row(
            f"{name}: {kind}, to the public tree alone",
            all_trees.seconds / public.seconds,
            "x",
            bound,
            f"{_times(all_trees)}; public {_times(public)}",
        )
    yield Row(f"{name}: peak memory", max(readers.cold.memory, readers.changed.memory), "MiB")


def _of_bucket(sent: "Sent") -> Iterator[Row]:
    name = f"{sent.incidents:,} incidents: one update changed, to a bucket"
    detail = f"{sent.requests} requests for {sent.files} files"
    yield Row(f"{name}: requests to files", sent.requests / sent.files, "x", detail=detail)
    kilobytes = f"{sent.sent / 1000:,.0f} kB sent, {sent.received / 1000:,.0f} kB received"
    yield Row(
        f"{name}: bytes sent to those that changed",
        sent.sent / sent.differing,
        "x",
        1.2,
        kilobytes,
    )


def _times(run: Run) -> str:
    return f"{run.seconds:.2f} s, of the processor {run.processor:.2f} s"


def as_markdown(found: Sequence[Row]) -> str:
    """Print the rows as a table."""
    lines = ["| what | reached | bound | |", "|---|---|---|---|"]
    for row in found:
        bound = "" if row.bound is None else f"{row.bound:g} {row.unit}"
        missed = "missed; " if row.missed else ""
        detail = f"{missed}{row.detail}".removesuffix("; ")
        lines.append(f"| {row.what} | {_figure(row)} | {bound} | {detail} |")
    return "\n".join(lines) + "\n"


def _figure(row: Row) -> str:
    digits = {"MiB": 0, "s": 3}.get(row.unit, 2)
    return f"{row.reached:.{digits}f} {row.unit}"
