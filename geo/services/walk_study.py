"""The walk of every home of an area to its nearest public open space, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from geo.areas import Area
from geo.metrics.access import Walks, walks_to_spaces
from geo.metrics.coverage import Coverage
from geo.metrics.personas import Persona
from geo.metrics.study import Places, Study
from geo.network.graph import WalkingNetwork
from geo.network.population import Homes
from geo.services.grounds import study_for
from geo.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WalkStudy:
    """Walks from the homes of an area. `study` and `walks` are None where coverage does not suffice."""

    area: Area
    coverage: Coverage
    study: Study | None = None
    walks: Walks | None = None

    @property
    def network(self) -> WalkingNetwork | None:
        """The network walked on."""
        return None if self.study is None else self.study.ground.network

    @property
    def supply(self) -> Places | None:
        """The public open spaces that walks end at."""
        return None if self.study is None else self.study.ground.open_spaces

    @property
    def homes(self) -> Homes | None:
        """The area's homes."""
        return None if self.study is None else self.study.homes


def study_walks(workspace: Workspace, area: Area, persona: Persona, upon: Study | None = None) -> WalkStudy:
    """Choose the network of an area and find the walk of each home to its nearest public open space.

    `upon` is a study of the area to take instead, for instance upon the ground with a scheme.
    """
    coverage, study = study_for(workspace, area, persona) if upon is None else (upon.coverage, upon)
    if study is None:
        return WalkStudy(area=area, coverage=coverage)
    ground, spaces = study.ground, study.ground.open_spaces
    walks = walks_to_spaces(ground.network, study.start, spaces.shapes, spaces.entrances, ground.costs)
    return WalkStudy(area=area, coverage=coverage, study=study, walks=walks)
