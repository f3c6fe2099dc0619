"""The process that opens a design file: alone, with limits on memory and time, and with only the drivers it needs.

Run as ``python -m geo.sources.design_worker FOLDER NAME LAYER`` with the file at FOLDER/upload (LAYER "" for none). The
answer, JSON, is written to FOLDER/answer.json: either ``refused``, a sentence, or what `geo.sources.design_reading`
reads.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

from geo.errors import InputError
from geo.sources.design_limits import CPU_SECONDS, MEMORY_BYTES


def main(folder: Path, name: str, layer: str | None) -> None:
    """Read FOLDER/upload and write FOLDER/answer.json."""
    _limit()
    # GDAL's wrapper reads arrays alone here; data frames would cost a second and 100 MB for nothing.
    for heavy in ("geopandas", "pandas", "pyarrow"):
        sys.modules[heavy] = None  # type: ignore[assignment]
    from geo.sources.design_archive import lay_out
    from geo.sources.design_contents import contents

    try:
        answer = contents(lay_out((folder / "upload").read_bytes(), name, folder), layer)
    except InputError as refused:
        answer = {"refused": str(refused)}
    (folder / "answer.json").write_text(json.dumps(answer, allow_nan=False), encoding="utf-8")


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that lacks one, or has a lower one already
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] or None)
