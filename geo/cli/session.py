"""What every command needs: the opened workspace, and plain ways to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geo.bootstrap import Settings, open_workspace

if TYPE_CHECKING:
    from geo.services.workspace import Workspace


@contextmanager
def workspace_from_environment() -> Iterator[Workspace]:
    """The workspace that the environment names, beside a running app if there is one; closed at the end."""
    workspace = open_workspace(Settings.from_environment())
    try:
        yield workspace
    finally:
        workspace.store.close()


def print_json(content: Any) -> None:
    """JSON for other programs: UTF-8, indented, no NaN."""
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns that line up; nothing but the header for no rows."""
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def say(sentence: str) -> None:
    """A sentence for the person, beside the output that a program may read."""
    print(sentence, file=sys.stderr)
