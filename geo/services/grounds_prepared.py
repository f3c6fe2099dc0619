"""What the families of figures make ready once for a ground, and every area on it shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock

from geo.metrics.access_ground import AccessGround, prepare_access
from geo.metrics.building_walks import BuildingWalks, walk_from_buildings
from geo.metrics.isolation import IsolationGround, prepare_isolation
from geo.metrics.spatial_segregation import SeparationGround, prepare_separation
from geo.metrics.study import Ground
from geo.services.grounds import is_kept
from geo.services.workspace import Workspace


@dataclass(frozen=True)
class PreparedGround:
    """A ground with what each family needs of it, made at first use."""

    ground: Ground
    lock: RLock = field(default_factory=RLock)

    @cached_property
    def access(self) -> AccessGround:
        """For walks to each kind of place, standards and provision."""
        return prepare_access(self.ground)

    @cached_property
    def isolation(self) -> IsolationGround:
        """For detours, severance, cut links and closeness."""
        return prepare_isolation(self.ground)

    @cached_property
    def buildings(self) -> BuildingWalks:
        """For walks from every building."""
        return walk_from_buildings(self.ground)

    @cached_property
    def separation(self) -> SeparationGround:
        """For the separation of groups on foot."""
        return prepare_separation(self.ground)


class _Prepared(dict[tuple[str, str], PreparedGround]):
    """Prepared grounds by network and persona."""


class _Tried(dict[int, PreparedGround]):
    """Prepared grounds with a scheme upon them, by the ground's id; each holds its ground. The oldest go first."""


_MOST_TRIED = 2


def prepared(workspace: Workspace, ground: Ground) -> PreparedGround:
    """A ground of this workspace made ready. Hold its `lock` while its families are used: they fill themselves."""
    if is_kept(workspace, ground):
        kept = workspace.index(lambda _: _Prepared(), _Prepared)
        return kept.setdefault((ground.network.meta.id, ground.persona.id), PreparedGround(ground))
    tried = workspace.index(lambda _: _Tried(), _Tried)
    while id(ground) not in tried and len(tried) >= _MOST_TRIED:
        tried.pop(next(iter(tried)), None)
    return tried.setdefault(id(ground), PreparedGround(ground))
