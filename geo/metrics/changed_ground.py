"""A ground upon its network split at some places: everything that stands on it stays where it is."""

from __future__ import annotations

from dataclasses import replace

from geo.metrics.study import Ground, Places, Study
from geo.network.split_edges import SplitNetwork


def ground_upon(ground: Ground, split: SplitNetwork) -> Ground:
    """The ground with its network split: the same costs, homes and ways in, so that every walk is as long as before.

    `split.before` is the ground's own network.
    """
    return replace(
        ground,
        network=split.network,
        costs=split.costs(ground.costs),
        usable=split.values(ground.usable),
        open_spaces=_places_upon(ground.open_spaces, split),
        community=_places_upon(ground.community, split),
        stops=_places_upon(ground.stops, split),
        home_points=split.points(ground.home_points),
    )


def study_upon(study: Study, split: SplitNetwork) -> Study:
    """The area upon its ground with the network split."""
    return replace(study, ground=ground_upon(study.ground, split), start=split.points(study.start))


def _places_upon(places: Places, split: SplitNetwork) -> Places:
    entrances = places.entrances
    return replace(places, entrances=replace(entrances, points=split.points(entrances.points)))
