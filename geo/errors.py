"""Every error a person may meet, each saying what was wrong, what was expected and what to do.

    GeoError
    ├── CoordinateError      a place that cannot be right: swapped, out of range, outside Greater London
    ├── FrameError           a table that does not keep its contract (columns, CRS, ids)
    ├── InputError           a file, text or option that cannot be used as it is
    ├── DataMissingError     data that must be installed first
    ├── SourceError          a publisher or download that failed; the last good data stay in place
    ├── ConflictError        the same id with other content, or an edit that came second
    └── StoreError           the store cannot save: full disk, read-only, in use

A page or the command line shows ``str(error)`` as it stands; it never holds a resident's words,
a co-ordinate or a receipt, so that it may be logged.
"""


class GeoError(Exception):
    """Base of all errors that are meant for a person to read."""


class CoordinateError(GeoError):
    """A place that cannot be right."""


class FrameError(GeoError):
    """A table that does not keep its contract."""


class InputError(GeoError):
    """A file, a text or an option that cannot be used as it is."""


class DataMissingError(GeoError):
    """Something needs data that are not installed yet."""


class SourceError(GeoError):
    """A publisher's service or file could not be read."""


class ConflictError(GeoError):
    """Two different contents claim the same identity."""


class StoreError(GeoError):
    """The store could not save or read."""
