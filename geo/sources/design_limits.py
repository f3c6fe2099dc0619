"""How large a design may be. Each limit is counted before the work that it bounds, and said in the answer."""

from __future__ import annotations

MAX_BYTES = 20_000_000  # the file as it was sent
MAX_UNPACKED_BYTES = 100_000_000
MAX_RATIO = 100  # unpacked to packed, of one member of an archive
MAX_MEMBERS = 50
MAX_LAYERS = 50
MAX_FEATURES = 5_000
MAX_VERTICES = 200_000
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 2_000

# Of the process that opens the file.
WALL_SECONDS = 30.0
CPU_SECONDS = 20
MEMORY_BYTES = 1_500_000_000
ANSWER_BYTES = 60_000_000


def too_many_vertices() -> str:
    """What is said of a file with more vertices than a design needs."""
    return (
        f"The file holds more than {MAX_VERTICES:,} vertices. Simplify it, or cut it to the site and its surroundings, "
        "and try again."
    )


def too_many_features() -> str:
    """What is said of a file with more features than a design needs."""
    return f"The file holds more than {MAX_FEATURES:,} features. Cut it to the site and its surroundings."
