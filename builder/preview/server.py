"""The preview over HTTP: the board, the pages of every reader, and a stream of what is new."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from builder.preview.listeners import Listeners
from builder.preview.showing import Showing
from builder.preview.state import state_of
from builder.render.outputs import RenderProblem
from builder.seal.hosts_headers import is_text
from builder.seal.hosts_public import PUBLIC_TYPES
from builder.source.revision import NoRevision
from builder.vocabulary.times import TimeError, iso, parse_time

NOW = "now"
"""The moment in an address that goes with the clock."""

_BOARD = {"board.html": "text/html", "board.css": "text/css", "board.js": "text/javascript"}
_BOARD_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ENDINGS = {ending: kind for kind, endings in PUBLIC_TYPES.items() for ending in endings}


def application(showing: Showing, listeners: Listeners) -> Starlette:
    """Return what answers requests for the preview; a guard stands before it."""
    return _Pages(showing, listeners).application()


class _Pages:
    def __init__(self, showing: Showing, listeners: Listeners) -> None:
        self._showing = showing
        self._listeners = listeners

    def application(self) -> Starlette:
        routes = [
            Route("/", self._board),
            Route("/state.json", self._state),
            Route("/differences.json", self._differences),
            Route("/events", self._events),
            Route("/pages/{moment}/{reader}/{path:path}", self._page),
            Route("/{name}", self._board),
        ]
        return Starlette(routes=routes)

    async def _board(self, request: Request) -> Response:
        name = request.path_params.get("name", "board.html")
        if name not in _BOARD:
            return _told("There is nothing of this name.", 404)
        data = files("builder.preview").joinpath("board", name).read_bytes()
        headers = {"Content-Security-Policy": _BOARD_POLICY}
        return Response(data, media_type=_BOARD[name], headers=headers)

    async def _state(self, request: Request) -> Response:
        moment = _moment(request.query_params.get("now", NOW))
        if isinstance(moment, str):
            return _told(moment, 400)
        return JSONResponse(await run_in_threadpool(state_of, self._showing, moment))

    async def _differences(self, request: Request) -> Response:
        moment = _moment(request.query_params.get("now", NOW))
        if isinstance(moment, str):
            return _told(moment, 400)
        try:
            found = await run_in_threadpool(self._showing.differences, moment)
        except NoRevision as refusal:
            return JSONResponse({"unknown": f"{refusal.problem.message} {refusal.problem.mend}"})
        return JSONResponse({"readers": _plain(found)})

    async def _page(self, request: Request) -> Response:
        moment = _moment(request.path_params["moment"])
        if isinstance(moment, str):
            return _told(moment, 400)
        reader, path = request.path_params["reader"], request.path_params["path"]
        path += "index.html" if path.endswith("/") or not path else ""
        try:
            data = await run_in_threadpool(self._showing.page, moment, reader, path)
        except RenderProblem as fault:
            return _told(str(fault), 500)
        if data is None:
            return _told("This reader has no such page.", 404)
        kind = _ENDINGS.get(path.rpartition(".")[2], "application/octet-stream")
        more = "; charset=utf-8" if is_text(kind) else ""
        return Response(data, headers={"Content-Type": kind + more})

    async def _events(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            async for _ in self._listeners.listen():
                yield f"data: {self._showing.version}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")


def _moment(text: str) -> datetime | str | None:
    """Return a moment, ``None`` for the clock's, or what is wrong with it."""
    if text == NOW:
        return None
    try:
        return parse_time(text)
    except TimeError as error:
        return f"{error}. Write it like 2026-11-23T14:05:00Z."


def _told(words: str, status: int) -> Response:
    """Return a page of a sentence."""
    page = f"<!doctype html><meta charset=utf-8><title>Preview</title><p>{escape(words)}</p>"
    return HTMLResponse(page, status)


def _plain(found: Iterable[Any]) -> Any:
    return json.loads(json.dumps([asdict(each) for each in found], default=_spelled))


def _spelled(value: datetime) -> str:
    return iso(value)
