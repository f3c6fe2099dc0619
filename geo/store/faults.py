"""What the database says when it cannot, in words that help. None of them holds a resident's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from geo.errors import StoreError

_NOT_SAVED = "Nothing was half-saved; what was kept before is still there."

# What SQLite says -> what a person is told. The first that fits is taken.
_SENTENCES = (
    (("disk is full", "disk i/o error"), f"The disk is full, so this could not be saved. {_NOT_SAVED} Free some space "
     "and try again."),
    (("readonly", "read-only"), f"The store can be read but not written, so this could not be saved. {_NOT_SAVED} "
     "Give the app permission to write to the store's file and its folder."),
    (("locked", "busy"), f"The store is in use by another program for too long, so this could not be saved. "
     f"{_NOT_SAVED} Try again in a moment."),
    (("unable to open",), "The store cannot be opened. Check that its folder exists, that the app may write to it and "
     "that the disk is not full."),
    (("not a database", "malformed"), "The store's file is damaged or is not a store. Put back a copy from a "
     "backup, or move the file away to begin an empty store."),
)  # fmt: skip


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the database's own errors into a `StoreError`; anything else passes as it is."""
    try:
        yield
    except DBAPIError as fault:
        raise StoreError(_sentence_for(str(fault.orig).lower())) from fault


def _sentence_for(said: str) -> str:
    for signs, sentence in _SENTENCES:
        if any(sign in said for sign in signs):
            return sentence
    return f"The store could not read or save. {_NOT_SAVED} The database said: {said}."
