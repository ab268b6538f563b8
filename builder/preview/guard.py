"""Who may ask a preview: nobody but pages of its own, on this machine, or whoever has its token.

Everything that is private is shown here in clear, so a foreign page in the same browser, a name
that leads here (DNS rebinding) and a neighbour in the network are all turned away.
"""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
COOKIE = "tocsin-preview"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


class Guard:
    """Turns away whoever must not see a preview.

    Args:
        app: what answers the others.
        hosts: names and ports by which it may be asked; empty where the ``token`` alone decides.
        token: what a visitor from another machine must bring; empty where nobody else can come.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str = "") -> None:
        self._app = app
        self._hosts = hosts
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] += [
                    (name.lower().encode(), value.encode())
                    for name, value in HEADERS.items()
                    if name.lower().encode() not in given
                ]
            await send(message)

        answer = self._refused(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Nothing is changed here.\n", 405, {"Allow": "GET, HEAD"})
        host = headers.get("host", "")
        if self._hosts and host not in self._hosts:
            return PlainTextResponse("This preview is not asked by that name.\n", 403)
        if "origin" in headers and headers["origin"] != f"http://{host}":
            return PlainTextResponse("Other pages may not look in here.\n", 403)
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_visit(headers):
            return PlainTextResponse("Other pages may not look in here.\n", 403)
        return self._without_token(scope, headers) if self._token else None

    def _without_token(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """Let in who has the token: by the address once, and by a cookie from then on."""
        if compare_digest(_cookie(headers.get("cookie", "")).encode(), self._token.encode()):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse("Open the address that `tocsin serve` printed.\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
        return answer


def _is_visit(headers: Mapping[str, str]) -> bool:
    """Say whether somebody followed a link here, to see it in a window of its own."""
    mode, destination = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return mode == "navigate" and destination == "document"


def _cookie(text: str) -> str:
    try:
        found = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
