"""Functions compiled to machine code by numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Any:
    """The function compiled at its first call, and kept on disk where there is a folder that can be written to.

    It holds no lock of the interpreter while it runs. numba's copy on disk knows of changes to the function's own file
    alone: compiled functions that call each other stand in one file.
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no such folder: it compiles anew in each process
        return numba.njit(nogil=True)(function)
