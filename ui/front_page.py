"""Makes Streamlit's one HTML page ours before it is sent: its title, its typeface, and where the server is.

Streamlit's script guesses its server from the address and asks at the wrong place first on every page but the first,
which costs a round trip and leaves errors on the console. `window.__streamlit` is its own way of being told. What the
map needs is announced too, so that it is fetched while Streamlit starts.
"""

from __future__ import annotations

import re
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.browser_files import STATIC, BrowserFiles
from ui.words import LANGUAGE, _, map_setup

_HEAD_END = "</head>"
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E"
    "%3Ccircle cx='8' cy='9' r='7' fill='%2300695C'/%3E"
    "%3Cpath d='M16 6l8 14H8z' fill='%23B23A00' stroke='white' stroke-width='1.5'/%3E%3C/svg%3E"
)


class FrontPage:
    """Middleware that rewrites answers of type text/html; everything else passes through untouched."""

    def __init__(self, app: ASGIApp, *, base: str, files: BrowserFiles) -> None:
        self._app = app
        self._base = base
        self._common = _common_head(base, files)
        self._map = _map_head(base, files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a page with the page made ours."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # The page must arrive plain to be rewritten.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, _Rewriter(send, self._head(scope["path"])))

    def _head(self, path: str) -> str:
        return self._common + (self._map if path.rstrip("/") == self._base.rstrip("/") else "")


class _Rewriter:
    """Gathers an HTML answer, rewrites it and sends it on; passes on what is not HTML."""

    def __init__(self, send: Send, head: str) -> None:
        self._send, self._head = send, head
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        page = rewritten(self._body.decode("utf-8"), self._head).encode()
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["content-length"] = str(len(page))
        for name in ("etag", "last-modified"):  # those of the file, not of what is sent
            if name in headers:
                del headers[name]
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": page})


def rewritten(page: str, head: str) -> str:
    """Streamlit's page with our title, language and head; what is not found in it is left as it is."""
    page = re.sub(r"<title>.*?</title>", f"<title>{escape(_('Common Ground'))}</title>", page, count=1, flags=re.DOTALL)
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{LANGUAGE}"', page, count=1)
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{_ICON}">', page, count=1)
    # Its own typeface is not used.
    page = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", page, count=1)
    first_script = page.find("<script")
    at = first_script if first_script >= 0 else page.find(_HEAD_END)
    return page[:at] + head + page[at:] if at >= 0 else page


def _common_head(base: str, files: BrowserFiles) -> str:
    static = f"{base}app/static/"
    describe = escape(_("A shared map of where people feel welcome in London and what stands in their way."))
    return (
        f'<meta name="description" content="{describe}"><meta name="theme-color" content="#FCFBF8">'
        f'<script src="{static}{files.app}/shared/server.js"></script>'
        + "".join(
            f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{static}{files.font}/{weight}.woff2">'
            for weight in ("latin-400-normal", "latin-700-normal")
        )
    )


def _map_head(base: str, files: BrowserFiles) -> str:
    static = f"{base}app/static/"
    modules = sorted(
        path.relative_to(STATIC).as_posix()
        for folder in ("map", "shared")
        for path in (STATIC / files.app / folder).rglob("*.js")
        if path.name != "server.js"
    )
    scripts = (f"{files.leaflet}/leaflet.js", f"{files.protomaps}/protomaps-leaflet.js")
    styles = (f"{files.leaflet}/leaflet.css", f"{files.app}/map/map.css")
    fetched = (f"{base}api/setup?v={map_setup()[1]}",)
    return "".join(
        [
            *(f'<link rel="modulepreload" href="{static}{name}">' for name in modules),
            *(f'<link rel="preload" as="script" href="{static}{name}">' for name in scripts),
            *(f'<link rel="preload" as="style" href="{static}{name}">' for name in styles),
            *(f'<link rel="preload" as="fetch" crossorigin href="{name}">' for name in fetched),
        ]
    )
