"""Serves what the map draws: outlines and base map from the installed data, with ranges, tags and long keeping."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MANIFEST = "display.json"
_FOREVER = "public, max-age=31536000, immutable"


class MapFiles(StaticFiles):
    """The display folder. Every name but the manifest's carries a digest of its content, so it never changes."""

    def __init__(self, folder: Path) -> None:
        # The folder may come into being only later, with the first install.
        super().__init__(directory=folder, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, JSON compressed where the browser takes that."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache" if path == MANIFEST else _FOREVER
        if response.status_code != 200 or not path.endswith(".json"):
            return response
        headers = Headers(scope=scope)
        if "gzip" not in headers.get("accept-encoding", "") or "range" in headers:
            return response
        full_path, found = self.lookup_path(path)
        if found is None:
            return response
        tag = response.headers.get("etag", "").strip('"')
        return Response(
            _compressed(full_path, found.st_mtime_ns),
            media_type="application/json",
            headers={
                "Content-Encoding": "gzip",
                "Vary": "Accept-Encoding",
                "Cache-Control": response.headers["Cache-Control"],
                "ETag": f'W/"{tag}"',
            },
        )


@lru_cache(maxsize=64)
def _compressed(path: str, _changed_ns: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), compresslevel=6, mtime=0)
