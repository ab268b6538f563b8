"""Figures of uptime do not depend on what their reader may not read."""

from datetime import timedelta
from pathlib import Path

import pytest

from builder.build.request import Request
from builder.build.uptime_figures import Question, figures
from builder.model.uptime_window import NamedWindow
from builder.views.uptime import Uptime
from tests.leaks.many_sites import hold_for_all, in_parts
from tests.leaks.plan import Variant, cut, stream
from tests.leaks.sites import site, write

QUICK = range(4)
MANY = range(5000, 5100)
WINDOW = NamedWindow("30d", timedelta(days=30))


def everyones(folder: Path, seed: int, variant: Variant) -> Uptime:
    """Measure a variant of a site for everyone."""
    drawn = site(seed, variant)
    write(drawn, folder)
    request = Request(folder, folder / "out", folder / "cache", drawn.now, now_given=True)
    return figures(request, Question(WINDOW)).uptime


def hold(folder: Path, seed: int) -> None:
    """Hold the figures of a site against those of others that differ in private pieces."""
    first = everyones(folder / "first", seed, stream(0))
    assert everyones(folder / "second", seed, stream(1)) == first
    assert everyones(folder / "third", seed, cut) == first


def test_no_figure_for_everyone_moves_with_private_states(tmp_path: Path) -> None:
    hold_for_all(hold, QUICK, tmp_path)


@pytest.mark.proof
@in_parts(MANY, 20)
def test_no_figure_for_everyone_moves_with_private_states_on_many_sites(
    tmp_path: Path, seeds: range
) -> None:
    hold_for_all(hold, seeds, tmp_path)
