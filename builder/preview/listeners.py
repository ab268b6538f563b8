"""Browsers that wait for something new."""

import asyncio
from collections.abc import AsyncIterator

ALIVE = 15.0
"""Seconds after which a listener hears something at the latest, so that a dead line is noticed."""


class Listeners:
    """Those who wait, each in the loop that it came with."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def tell(self) -> None:
        """Let all of them know; from any thread."""
        for loop, event in tuple(self._waiting):
            loop.call_soon_threadsafe(event.set)

    async def listen(self) -> AsyncIterator[None]:
        """Yield at once, and then whenever there is something new, or nothing was for a while."""
        event = asyncio.Event()
        here = asyncio.get_running_loop(), event
        self._waiting.add(here)
        try:
            while True:
                event.clear()
                yield
                try:
                    await asyncio.wait_for(event.wait(), ALIVE)
                except TimeoutError:
                    continue
        finally:
            self._waiting.discard(here)
