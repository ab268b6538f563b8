"""Targets in rounds: who is tried again, when, and how often."""

import pytest

from builder.publish.rounds import in_rounds, may_pass
from builder.vocabulary.problems import Place, Problem


class Hosts:
    """Hosts that answer from a given attempt on; ``did`` is what happened, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **answers_from: int) -> None:
        self.did: list[str | float] = []
        self._left = answers_from
        monkeypatch.setattr("builder.publish.rounds.time.sleep", self.did.append)

    def attempt(self, name: str) -> bool:
        """Say whether a host answers."""
        self.did.append(name)
        self._left[name] -= 1
        return self._left[name] <= 0


def fails(answered: bool) -> bool:
    return not answered


def test_the_next_one_does_not_wait_for_a_host_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hosts = Hosts(monkeypatch, first=3, second=1, third=2)
    tried = in_rounds(("first", "second", "third"), hosts.attempt, fails, (2.0, 6.0, 18.0))
    assert hosts.did == ["first", "second", "third", 2.0, "first", "third", 6.0, "first"]
    assert {name: one.attempts for name, one in tried.items()} == {
        "first": 3,
        "second": 1,
        "third": 2,
    }
    assert all(one.came for one in tried.values())


def test_a_host_that_stays_away_is_given_up_after_the_last_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hosts = Hosts(monkeypatch, gone=99)
    tried = in_rounds(("gone",), hosts.attempt, fails, (1.0, 2.0))
    assert hosts.did == ["gone", 1.0, "gone", 2.0, "gone"]
    assert (tried["gone"].came, tried["gone"].attempts) == (False, 3)


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        ("target-unreachable", True),
        ("target-no-credentials", False),
        ("another-publisher", False),
        ("changed-by-another-hand", False),
        ("publish-backwards", False),
    ],
)
def test_what_somebody_must_mend_is_not_tried_again(code: str, passes: bool) -> None:
    assert may_pass(Problem(Place("publish: live"), code, "It failed.", "Mend it.")) is passes


def test_no_fault_is_none_that_may_pass() -> None:
    assert not may_pass(None)
