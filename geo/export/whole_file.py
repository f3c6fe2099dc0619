"""A file is there whole or not at all: written beside its place under another name, then moved into it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; on leaving without an error the file there takes the place of `path`.

    Raises `InputError` when the folder is missing or cannot be written; what was at `path` before is untouched.
    """
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist. Make it first, or choose another.")
    if path.is_dir():
        raise InputError(f"{path} is a folder. Give the name of a file.")
    # The ending stays, since some drivers go by it.
    part = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        yield part
        os.replace(part, path)
    except OSError as refused:
        raise InputError(
            f"{path} could not be written: {refused.strerror or 'the disk refused'}. Check that the folder may be "
            "written to and that the disk is not full."
        ) from refused
    finally:
        part.unlink(missing_ok=True)
