"""Headers on every answer: what a page of ours may run and ask for, and who may show it in a frame.

No script runs but what this host serves. Streamlit's own page carries one small inline script; it is let through by
its digest, computed from the installed file, so that an upgrade needs no change here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")
_VERSIONED = re.compile(r"/app/static/[a-z-]+-[0-9a-f.]+/")
_FOREVER = b"public, max-age=31536000, immutable"
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"),
)


def content_security_policy(host: str) -> str:
    """The policy for a page served from `host` (name and port); its websocket is named for browsers that want that."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *_inline_digests())),
        # Streamlit's widgets and Leaflet set styles on elements.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self'{sockets}",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob:",
        "frame-ancestors": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


@cache
def _inline_digests() -> tuple[str, ...]:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


class SecurityHeaders:
    """Middleware that puts the headers on; files with a version in their path may be kept for good."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to the start of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        policy = content_security_policy(host).encode("latin-1")
        versioned = bool(_VERSIONED.search(quote(scope["path"])))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = dict(_FIXED) | {b"content-security-policy": policy}
                if scope.get("scheme") == "https":  # browsers ignore it elsewhere, and say so on the console
                    ours[b"cross-origin-opener-policy"] = b"same-origin"
                if versioned and message["status"] == 200:
                    ours[b"cache-control"] = _FOREVER
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                message["headers"] = [*kept, *ours.items()]
            await send(message)

        await self._app(scope, receive, send_with_headers)
