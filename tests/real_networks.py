"""A walking network straight from an extract, without the installer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import shapely
from drawn_networks import drawn_meta

from geo.crs import open_grid
from geo.network.build import build_network
from geo.network.graph import WalkingNetwork
from geo.network.pedestrian import is_walkable
from geo.network.ways import WalkWays, Way


def read_network(path: Path) -> WalkingNetwork:
    """The network of a .osm.pbf; its footprint is the box of its nodes."""
    ways, tags, lonlat = [], {}, {}
    for item in osmium.FileProcessor(str(path)):
        if item.is_node():
            lonlat[item.id] = (item.location.lon, item.location.lat)
            if len(item.tags):
                tags[item.id] = dict(item.tags)
        elif item.is_way() and is_walkable(dict(item.tags)):
            ways.append(Way(id=item.id, node_ids=[node.ref for node in item.nodes], tags=dict(item.tags)))
    used = sorted({node for way in ways for node in way.node_ids} & lonlat.keys())
    xy = np.column_stack(open_grid().to_bng(*np.array([lonlat[node] for node in used]).T))
    walk_ways = WalkWays(
        node_ids=np.array(used),
        node_xy=xy,
        ways=ways,
        node_tags={node: tags[node] for node in used if node in tags},
    )
    return build_network(walk_ways, drawn_meta(shapely.box(*xy.min(axis=0), *xy.max(axis=0)), id=path.stem))
