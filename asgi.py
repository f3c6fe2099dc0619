"""The server: Streamlit's app with security headers and the map's own routes. ``streamlit run asgi.py``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from ui.browser_files import read_files
from ui.front_page import FrontPage
from ui.pin_map import base_path
from ui.routes import feed, routes
from ui.security import SecurityHeaders
from ui.warm_up import warm_up
from ui.workspace import workspace

# st.navigation lists the pages. Without this, Streamlit takes the folder pages/ for the list until its first run,
# and a first visitor who follows a link to a page gets it without its frame.
PagesManager.uses_pages_directory = False


@asynccontextmanager
async def _with_workspace(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store before the first visitor, so that what is wrong is said at the start; close it at the end."""
    opened = await run_in_threadpool(workspace)
    closing = Event()
    warming = asyncio.create_task(run_in_threadpool(warm_up, opened, feed, closing.is_set))
    yield {}
    closing.set()
    await warming
    opened.store.close()


app = st.App(
    "app.py",
    routes=routes(base_path()),
    middleware=[Middleware(SecurityHeaders), Middleware(FrontPage, base=base_path(), files=read_files())],
    lifespan=_with_workspace,
)
