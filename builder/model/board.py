"""States of components over time, as one incident writes them.

An account's own word on a component holds in place of wider ones, better or worse, until it is
taken back or the incident ends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from builder.model.standing import Write
from builder.vocabulary.statuses import State


@dataclass(frozen=True, slots=True)
class Stretch:
    """A component in a state; ``until`` is ``None`` while it lasts. ``update`` brought it about,
    empty where a maintenance's window did."""

    component: str
    state: State
    since: datetime
    until: datetime | None
    update: str = ""


@dataclass(frozen=True, slots=True)
class AccountState:
    """The state in which a component is for one account by its own word, which still holds."""

    account: str
    component: str
    state: State


@dataclass(frozen=True, slots=True)
class _Turn:
    """A component's turn to a state; ``said`` where an update says so of the component itself."""

    since: datetime
    state: State
    said: bool
    update: str = ""


@dataclass(frozen=True, slots=True)
class _OwnTurn:
    """An account's own word on a component; ``None`` takes back the one before."""

    since: datetime
    state: State | None
    update: str = ""


class Board:
    """States of components over time for one reader."""

    def __init__(self) -> None:
        self._turns: dict[str, list[_Turn]] = {}
        self._own: dict[str, list[_OwnTurn]] = {}
        self._held: tuple[Mapping[str, State], Mapping[str, State]] = ({}, {})

    def write(
        self,
        component: str,
        since: datetime,
        state: State,
        *,
        said: bool = True,
        update: str = "",
    ) -> None:
        """Set the component from ``since`` on, in place of what stood there."""
        turns = [turn for turn in self._turns.get(component, []) if turn.since < since]
        self._turns[component] = [*turns, _Turn(since, state, said, update)]

    def write_own(
        self, component: str, since: datetime, state: State | None, update: str = ""
    ) -> None:
        """Set the component from ``since`` on in place of all wider words, or take that back."""
        turns = [turn for turn in self._own.get(component, []) if turn.since < since]
        self._own[component] = [*turns, _OwnTurn(since, state, update)]

    def end(self, since: datetime, *, again: bool = False) -> None:
        """Set all components operational from ``since`` on.

        What held until then is kept for ``resume``, unless it ends ``again``.
        """
        if not again:
            held = {name: turns[-1].state for name, turns in self._turns.items() if turns}
            ails = {name: held[name] for name in held if held[name] is not State.OPERATIONAL}
            self._held = (ails, self._kept())
        for component in list(self._turns):
            self.write(component, since, State.OPERATIONAL, said=False)
        for component in list(self._own):
            self.write_own(component, since, None)

    def resume(self, since: datetime, update: str) -> None:
        """Let go on from ``since`` what held when it was ended; ``update`` says so."""
        wider, own = self._held
        for component, state in wider.items():
            self.write(component, since, state, update=update)
        for component, state in own.items():
            self.write_own(component, since, state, update)

    def clear(self) -> None:
        """Forget all that was written."""
        self._turns.clear()
        self._own.clear()
        self._held = ({}, {})

    def kept(self) -> frozenset[str]:
        """Return the components that an account's own word holds."""
        return frozenset(self._kept())

    def own_states(self) -> Mapping[str, State]:
        """Return the states that an account's own word holds."""
        return self._kept()

    def present(self) -> dict[str, State]:
        """Return the components that are not operational as far as it was written, by their last
        state."""
        last = ((name, self._together(name)) for name in dict.fromkeys((*self._turns, *self._own)))
        return {
            name: turns[-1].state
            for name, turns in last
            if turns and turns[-1].state is not State.OPERATIONAL
        }

    def stretches(self) -> tuple[Stretch, ...]:
        """Return who was not operational when, by component in order of its first mention, then
        time."""
        return _joined(self._wanted(lambda turn: turn.state is not State.OPERATIONAL))

    def clear_stretches(self) -> tuple[Stretch, ...]:
        """Return since when, and until when, a component was said to be operational."""
        return _joined(self._wanted(lambda turn: turn.state is State.OPERATIONAL and turn.said))

    def _kept(self) -> dict[str, State]:
        newest = ((name, turns[-1].state) for name, turns in self._own.items() if turns)
        return {name: state for name, state in newest if state is not None}

    def _wanted(self, wanted: Callable[[_Turn], bool]) -> Iterator[Stretch]:
        components: Iterable[str] = dict.fromkeys((*self._turns, *self._own))
        for component in components:
            turns = self._together(component)
            ends = [*(turn.since for turn in turns[1:]), None]
            for turn, until in zip(turns, ends, strict=True):
                if wanted(turn):
                    yield Stretch(component, turn.state, turn.since, until, turn.update)

    def _together(self, component: str) -> list[_Turn]:
        """Return a component's turns, an account's own words in place of wider ones."""
        wider, own = self._turns.get(component, []), self._own.get(component, [])
        if not own:
            return wider
        found = []
        moments = {turn.since for turn in wider} | {turn.since for turn in own}
        for moment in sorted(moments):
            mine = [turn for turn in own if turn.since <= moment]
            theirs = [turn for turn in wider if turn.since <= moment]
            if mine and mine[-1].state is not None:
                found.append(_Turn(moment, mine[-1].state, said=True, update=mine[-1].update))
            elif theirs:
                found.append(replace(theirs[-1], since=moment))
            else:
                found.append(_Turn(moment, State.OPERATIONAL, said=False))
        return found


class Boards:
    """The board of one reader, and for an insider one for each account whose own word it reads."""

    def __init__(self) -> None:
        self.reader = Board()
        self._accounts: dict[str, Board] = {}
        self._of_account: dict[str, set[str]] = {}

    def write(self, write: Write, earliest: datetime | None = None) -> None:
        """Set what an update says of components; nothing of it holds before ``earliest``."""
        since = write.since if earliest is None else max(write.since, earliest)
        for component, state in write.components.items():
            self.reader.write(component, since, state, update=write.update)
        self.write_own_words(write, earliest)

    def write_own_words(self, write: Write, earliest: datetime | None = None) -> None:
        """Set what an update says to accounts alone: to the reader, or to those that it reads."""
        since = write.since if earliest is None else max(write.since, earliest)
        for component, word in write.own.items():
            self.reader.write_own(component, since, word, write.update)
        for account, states in write.apart.items():
            self._of_account.setdefault(account, set()).update(write.own)
            board = self._accounts.setdefault(account, Board())
            for component, state in states.items():
                board.write_own(component, since, state, write.update)
        for account in write.over_for & self._accounts.keys():
            self._accounts[account].end(since)
            for component in sorted(self._of_account[account]):
                self.reader.write_own(component, since, None)

    def end(self, since: datetime, *, again: bool = False) -> None:
        """End all states; see ``Board.end``."""
        for board in (self.reader, *self._accounts.values()):
            board.end(since, again=again)

    def resume(self, since: datetime, update: str) -> None:
        """Let all states go on; see ``Board.resume``."""
        for board in (self.reader, *self._accounts.values()):
            board.resume(since, update)

    def clear(self) -> None:
        """Forget all that was written."""
        for board in (self.reader, *self._accounts.values()):
            board.clear()

    def apart_states(self) -> tuple[AccountState, ...]:
        """Return what still holds for accounts by their own word."""
        return tuple(
            AccountState(account, component, state)
            for account, board in sorted(self._accounts.items())
            for component, state in board.own_states().items()
        )

    def apart_stretches(self) -> Iterator[Stretch]:
        """Yield what was not operational for accounts by their own word."""
        for board in self._accounts.values():
            yield from board.stretches()


def _joined(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Make one of neighbours in the same state."""
    joined: list[Stretch] = []
    for each in found:
        last = joined[-1] if joined else None
        if last and (last.component, last.state, last.until) == (
            each.component,
            each.state,
            each.since,
        ):
            joined[-1] = replace(last, until=each.until)
        else:
            joined.append(each)
    return tuple(joined)
