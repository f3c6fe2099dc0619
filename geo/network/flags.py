"""What a network remembers of the map's tags: one bit each, so that a persona can ask in a single pass."""

from __future__ import annotations

from enum import IntFlag


class EdgeFlag(IntFlag):
    """Bits of `WalkingNetwork.edge_flags` (uint32). A bit that is not set means "the map does not say"."""

    FOOTWAY = 1 << 0  # drawn for walking: footway, path, pedestrian street, corridor
    ROAD = 1 << 1  # a street with motor traffic, walked along its pavement or its edge
    MAJOR_ROAD = 1 << 2  # trunk, primary or secondary
    SERVICE = 1 << 3  # service road, alley, drive, track
    CYCLEWAY = 1 << 4
    STEPS = 1 << 5
    CROSSING = 1 << 6
    BRIDGE = 1 << 7
    TUNNEL = 1 << 8  # tunnels and subways, below what lies above them
    INDOOR = 1 << 9
    LIT = 1 << 10
    UNLIT = 1 << 11
    RESTRICTED = 1 << 12  # on foot for customers, by permission or to a destination only
    ONEWAY_FOOT = 1 << 13  # walked from the edge's first node to its second only
    ONEWAY_FOOT_REVERSE = 1 << 14  # the same against the drawn direction; `build_network` turns such edges round
    AREA_OUTLINE = 1 << 15  # the outline of an area open to walkers
    LIFT = 1 << 16
    ESCALATOR = 1 << 17  # conveying=*: escalators and moving walkways
    RAMP = 1 << 18  # ramp:wheelchair=yes on steps; ramp=yes may be for bicycles alone
    WHEELCHAIR_YES = 1 << 19
    WHEELCHAIR_NO = 1 << 20
    SURFACE_FIRM = 1 << 21
    SURFACE_ROUGH = 1 << 22
    PAVEMENT = 1 << 23  # the road is tagged as having a pavement
    NO_PAVEMENT = 1 << 24
    FAST_TRAFFIC = 1 << 25  # maxspeed over 30 mph
    PASSAGE = 1 << 26  # through a building at ground level
    INCLINE = 1 << 27  # the map says how steep in numbers; STEEP where that is over 1 in 12
    STEEP = 1 << 28
    WIDTH = 1 << 29  # the map says how wide a way for walkers is; NARROW where that is under 0.9 m
    NARROW = 1 << 30
    SPEED_LIMIT = 1 << 31  # the map says the speed limit of a street


class NodeFlag(IntFlag):
    """Bits of `WalkingNetwork.node_flags` (uint32)."""

    GATE = 1 << 0
    BOLLARD = 1 << 1
    KERB = 1 << 2  # any kerb; FLUSH or RAISED where the map says which
    KERB_FLUSH = 1 << 3  # flush or lowered
    KERB_RAISED = 1 << 4
    LIFT_GATE = 1 << 5
    STILE = 1 << 6
    KISSING_GATE = 1 << 7
    CYCLE_BARRIER = 1 << 8
    TURNSTILE = 1 << 9
    OTHER_BARRIER = 1 << 10
    LOCKED = 1 << 11  # locked=yes, which often binds vehicles alone: said, not acted on
    CLOSED = 1 << 12  # walkers may not pass: access or foot is no or private, or the barrier is a wall or fence
    CROSSING = 1 << 13
    SIGNALS = 1 << 14
    LIFT = 1 << 15
    ENTRANCE = 1 << 16
    KERB_ROLLED = 1 << 17
    CROSSING_SAID = 1 << 18  # the map says what kind of crossing; SIGNALS or ZEBRA where it is one
    ZEBRA = 1 << 19
    NARROW = 1 << 20  # a barrier with a gap under 0.9 m
    WHEELCHAIR_YES = 1 << 21  # said of a barrier, kerb, crossing or lift, never of the building behind an entrance
    WHEELCHAIR_NO = 1 << 22


BARRIER_NODES = (
    NodeFlag.GATE
    | NodeFlag.BOLLARD
    | NodeFlag.KERB
    | NodeFlag.LIFT_GATE
    | NodeFlag.STILE
    | NodeFlag.KISSING_GATE
    | NodeFlag.CYCLE_BARRIER
    | NodeFlag.TURNSTILE
    | NodeFlag.OTHER_BARRIER
    | NodeFlag.CLOSED
)
