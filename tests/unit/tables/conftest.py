"""What tests of tables share: the small town with a map of its own, and somebody who counts what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from small_town import small_town
from town_opener import open_town

from geo.metrics.personas import ANY_WALKER
from geo.services.metric_tables import TableReport, make_table
from geo.services.table_jobs import Rows, work_here
from geo.services.table_rows import TableRow
from geo.services.table_work import Work
from geo.services.workspace import Workspace


@dataclass
class Counted:
    """Progress that remembers."""

    areas: int = 0
    taken_up: int = 0
    rows: list[TableRow] = field(default_factory=list)

    def begin(self, areas: int, taken_up: int) -> None:
        self.areas, self.taken_up = areas, taken_up

    def finished(self, rows: Sequence[TableRow]) -> None:
        self.rows += rows


@dataclass
class Town:
    """The small town, and tables made of it in this process unless other workers are given."""

    folder: Path
    workspace: Workspace
    told: Counted = field(default_factory=Counted)

    def table(self, out: Path, kind: str = "ward", **options: Any) -> TableReport:
        """Make a table; what is told is that of this run alone."""
        self.told = Counted()
        known: dict[str, Any] = {"workers": partial(work_here, jobs=1), "opener": partial(open_town, self.folder)}
        return make_table(
            self.workspace, kind, options.pop("persona", ANY_WALKER), out, progress=self.told, **(known | options)
        )

    @property
    def made(self) -> list[str]:
        """Ids of the areas that were worked out in the last run."""
        return [row.area_id for row in self.told.rows]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The small town, freshly installed."""
    workspace = small_town(tmp_path / "town")
    yield Town(tmp_path / "town", workspace)
    workspace.store.close()


@pytest.fixture
def stopping_after() -> Callable[[int], Callable[[Sequence[Work]], Iterator[Rows]]]:
    """Workers that do one area at a time and are stopped by Ctrl+C after some."""

    def workers(areas: int) -> Callable[[Sequence[Work]], Iterator[Rows]]:
        def work(pieces: Sequence[Work]) -> Iterator[Rows]:
            single = [replace(piece, areas=(area,)) for piece in pieces for area in piece.areas]
            yield from work_here(single[:areas], jobs=1)
            raise KeyboardInterrupt

        return work

    return workers
