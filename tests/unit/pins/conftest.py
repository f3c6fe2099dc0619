"""The small town and drafts to drop in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_town import small_town

from geo.services.workspace import Workspace


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    """The small town with an empty store."""
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()
