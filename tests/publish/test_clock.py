"""A clock that is a little behind is waited for; one that is far behind goes nowhere."""

from datetime import timedelta

import pytest

from builder.publish.clock import PATIENCE, behind, waited_for
from tests.build.sites import NOW


@pytest.mark.parametrize(
    ("ahead", "slept"),
    [(0, []), (-30, []), (1, [1.0]), (120, [120.0]), (121, [])],
)
def test_how_long_is_waited(ahead: int, slept: list[float]) -> None:
    newest = NOW + timedelta(seconds=ahead)
    noted: list[float] = []
    moment = waited_for(NOW, newest, noted.append)
    assert noted == slept
    assert moment == (newest if slept else NOW)


def test_where_nothing_is_known_nothing_is_waited_for() -> None:
    assert waited_for(NOW, None, lambda _: pytest.fail("waited")) == NOW
    assert behind("live", NOW, None) is None


def test_a_build_of_an_earlier_moment_is_refused() -> None:
    assert behind("live", NOW, NOW) is None
    found = behind("live", NOW, NOW + PATIENCE)
    assert found is not None
    assert found.code == "publish-backwards"
    assert "2026-11-23T18:02:00Z" in found.message
