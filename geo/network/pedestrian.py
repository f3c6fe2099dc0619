"""Where a person may walk: the rules by which OpenStreetMap's tags become a walking network.

Read top down; the first rule that speaks decides.

    tags                                                walkable  why
    highway absent (unless man_made=pier)               no        not a way
    highway motorway(_link), proposed, construction,    no        not open to walkers, or not there (yet),
      abandoned, raceway, bus_guideway, ladder, ...               whatever its other tags say
    motorroad=yes                                       no        closed to walkers by law
    area=yes on a road for vehicles                     no        the shape of a road already drawn as a line
    foot=no, private, use_sidepath, permit, ...         no        foot is more exact than access and wins over it;
                                                                  use_sidepath: the pavement is its own way
    foot=yes, designated, permissive, destination,      yes       the same rule, the other way; customers and the
      customers, official, discouraged, ...                       like are walked and flagged RESTRICTED
    access=no, private, permit, agricultural, ...       no        binds walkers where foot does not say otherwise
    busway, services, rest_area, ...                    no        for vehicles, unless foot says otherwise (above)
    footway, pedestrian, path, steps, corridor,         yes       for walkers
      platform, elevator, bridleway
    cycleway                                            yes       see below
    trunk, primary, ... residential, living_street,     yes       in Britain any road but a motorway may be walked
      service, track, road                                        unless signed otherwise

Cycleways: in England walking on a cycle track is no offence, the sign "pedal cycles only" is advice to walkers, and
mappers note it as foot=no. A cycleway that says nothing is therefore walked; OpenTripPlanner's rules for the United
Kingdom do the same, OSMnx's worldwide filter does not. Roads with sidewalk=separate stay: they are still crossed and
walked where the separate pavement is drawn only in part. Driveways stay unless private: they are dead ends that lead
to doors. Outlines of areas for walkers (highway=pedestrian or footway with area=yes) are walked along.

One-way walking follows oneway:foot, foot:forward/backward=no and conveying=forward/backward alone; `oneway` binds
vehicles. Opening hours and conditional tags are not read: the network is that of the day time.

Tags: https://wiki.openstreetmap.org/wiki/Key:access, /Key:foot, /Key:barrier, /Key:conveying.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.tag_numbers import metres, miles_per_hour, slope

Tags = Mapping[str, str]

WALKERS_WAYS = frozenset({"footway", "pedestrian", "path", "steps", "corridor", "platform", "elevator", "bridleway"})
MAJOR_ROADS = frozenset({"trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"})
ROADS = MAJOR_ROADS | {"tertiary", "tertiary_link", "unclassified", "residential", "living_street", "road"}
SERVICE_WAYS = frozenset({"service", "track"})
WALKABLE_HIGHWAYS = WALKERS_WAYS | ROADS | SERVICE_WAYS | {"cycleway"}
ONLY_WHERE_FOOT_SAYS_SO = frozenset({"busway", "services", "rest_area", "escape", "emergency_bay", "via_ferrata"})
WALKABLE_AREAS = frozenset({"pedestrian", "footway", "path", "platform", "corridor", "cycleway"})

ALLOWED = frozenset({"yes", "designated", "official", "public", "permissive", "discouraged", "allowed", "share"})
ALLOWED_WITH_LIMITS = frozenset({"customers", "destination", "visitors", "guided"})
REFUSED = frozenset(
    {
        *("no", "private", "permit", "residents", "employees", "staff", "members", "military", "emergency"),
        *("agricultural", "forestry", "agricultural;forestry", "delivery", "use_sidepath", "restricted"),
    }
)

_FIRM = frozenset(
    {
        *("asphalt", "concrete", "paved", "paving_stones", "concrete:plates", "concrete:lanes", "metal", "wood"),
        *("bricks", "brick", "tiles", "tartan", "acrylic", "rubber", "compacted", "chipseal"),
    }
)
_ROUGH = frozenset(
    {
        *("cobblestone", "sett", "unhewn_cobblestone", "gravel", "pebblestone", "grass", "ground", "dirt", "earth"),
        *("mud", "sand", "unpaved", "woodchips", "grass_paver", "rock", "stepping_stones", "fine_gravel", "shells"),
    }
)
_SMOOTH = frozenset({"excellent", "good", "intermediate"})
_UNEVEN = frozenset({"bad", "very_bad", "horrible", "very_horrible", "impassable"})
_NODE_BARRIERS = {
    "gate": NodeFlag.GATE,
    "wicket_gate": NodeFlag.GATE,
    "hampshire_gate": NodeFlag.GATE,
    "sliding_gate": NodeFlag.GATE,
    "bollard": NodeFlag.BOLLARD,
    "kerb": NodeFlag.KERB,
    "lift_gate": NodeFlag.LIFT_GATE,
    "swing_gate": NodeFlag.LIFT_GATE,
    "stile": NodeFlag.STILE,
    "kissing_gate": NodeFlag.KISSING_GATE,
    "cycle_barrier": NodeFlag.CYCLE_BARRIER,
    "motorcycle_barrier": NodeFlag.CYCLE_BARRIER,
    "turnstile": NodeFlag.TURNSTILE,
    "full-height_turnstile": NodeFlag.TURNSTILE,
}
_CLOSED_BARRIERS = frozenset({"wall", "fence", "city_wall"})
_NO_BARRIER = frozenset({"no", "entrance", "sally_port"})
_FAST_MPH = 31.1  # over 30 mph; 50 km/h is what other countries post for it
STEEPEST = 1.0 / 12.0  # of a ramp for wheelchairs (Inclusive Mobility, Department for Transport)
NARROWEST_M = 0.9  # that a wheelchair passes (Inclusive Mobility)
_SIGNALS = frozenset({"traffic_signals", "toucan", "pelican", "puffin", "pegasus"})
_NOT_A_KIND = frozenset({"", "yes", "unknown"})


def is_walkable(tags: Tags) -> bool:
    """Whether a person may walk along a way with these tags; the table above.

    >>> is_walkable({"highway": "primary"}), is_walkable({"highway": "primary", "foot": "no"})
    (True, False)
    >>> is_walkable({"highway": "service", "access": "private", "foot": "yes"})
    True
    """
    highway = tags.get("highway", "pier" if tags.get("man_made") == "pier" else "")
    if not _is_a_way_for_feet(highway, tags):
        return False
    foot = tags.get("foot", "")
    if foot in REFUSED:
        return False
    if foot in ALLOWED or foot in ALLOWED_WITH_LIMITS:
        return True
    return tags.get("access", "") not in REFUSED and highway not in ONLY_WHERE_FOOT_SAYS_SO


def edge_flags(tags: Tags) -> int:
    """`EdgeFlag` bits of a walkable way's tags."""
    return int(
        _kind_flags(tags) | _access_flags(tags) | _direction_flags(tags) | _wheel_flags(tags) | _street_flags(tags)
    )


def node_flags(tags: Tags) -> int:
    """`NodeFlag` bits of the tags of a node on a walkable way."""
    flags = NodeFlag(0)
    barrier = tags.get("barrier", "")
    if barrier and barrier not in _NO_BARRIER:
        flags |= _NODE_BARRIERS.get(barrier, NodeFlag.OTHER_BARRIER)
        if barrier in _CLOSED_BARRIERS or _shut_to_walkers(tags):
            flags |= NodeFlag.CLOSED
        if tags.get("locked") == "yes":
            flags |= NodeFlag.LOCKED
    kerb = tags.get("kerb", "")
    if kerb and kerb != "no":
        flags |= NodeFlag.KERB
    if kerb in {"flush", "lowered", "no"}:
        flags |= NodeFlag.KERB_FLUSH
    elif kerb == "raised":
        flags |= NodeFlag.KERB_RAISED
    elif kerb == "rolled":
        flags |= NodeFlag.KERB_ROLLED
    if tags.get("highway") == "elevator":
        flags |= NodeFlag.LIFT
    flags |= _crossing_flags(tags)
    if flags:  # what stands there; an entrance's tags tell of the building
        flags |= _gap_flags(tags)
    if tags.get("entrance"):
        flags |= NodeFlag.ENTRANCE
    return int(flags)


def _crossing_flags(tags: Tags) -> NodeFlag:
    flags = NodeFlag(0)
    highway, crossing, kind = tags.get("highway", ""), tags.get("crossing", ""), tags.get("crossing_ref", "")
    signals = tags.get("crossing:signals", "")
    if highway == "crossing" or tags.get("railway") in {"crossing", "level_crossing"}:
        flags |= NodeFlag.CROSSING
        if crossing not in _NOT_A_KIND or kind not in _NOT_A_KIND or signals in {"yes", "no"}:
            flags |= NodeFlag.CROSSING_SAID
        if "zebra" in {crossing, kind, tags.get("crossing:markings")}:
            flags |= NodeFlag.ZEBRA
    if highway == "traffic_signals" or crossing in _SIGNALS or (flags and (kind in _SIGNALS or signals == "yes")):
        flags |= NodeFlag.SIGNALS
    return flags


def _gap_flags(tags: Tags) -> NodeFlag:
    flags = NodeFlag(0)
    gap = metres(tags.get("maxwidth:physical", ""))
    if gap is not None and gap < NARROWEST_M:
        flags |= NodeFlag.NARROW
    wheelchair = tags.get("wheelchair", "")
    if wheelchair in {"yes", "designated"}:
        flags |= NodeFlag.WHEELCHAIR_YES
    elif wheelchair == "no":
        flags |= NodeFlag.WHEELCHAIR_NO
    return flags


def _is_a_way_for_feet(highway: str, tags: Tags) -> bool:
    if highway == "pier":
        return True
    if highway not in WALKABLE_HIGHWAYS and highway not in ONLY_WHERE_FOOT_SAYS_SO:
        return False
    if tags.get("area") == "yes" and highway not in WALKABLE_AREAS:
        return False
    return tags.get("motorroad") != "yes"


def _shut_to_walkers(tags: Tags) -> bool:
    foot = tags.get("foot", "")
    if foot:
        return foot in REFUSED
    return tags.get("access", "") in REFUSED


def _kind_flags(tags: Tags) -> EdgeFlag:
    highway = tags.get("highway", "")
    flags = EdgeFlag(0)
    if highway in {"footway", "path", "pedestrian", "corridor", "platform", "bridleway"} or not highway:
        flags |= EdgeFlag.FOOTWAY
    if highway in ROADS:
        flags |= EdgeFlag.ROAD
    if highway in MAJOR_ROADS:
        flags |= EdgeFlag.MAJOR_ROAD
    if highway in SERVICE_WAYS:
        flags |= EdgeFlag.SERVICE
    if highway == "cycleway":
        flags |= EdgeFlag.CYCLEWAY
    if highway == "steps":
        flags |= EdgeFlag.STEPS
    if highway == "elevator":
        flags |= EdgeFlag.LIFT
    if "crossing" in {tags.get("footway"), tags.get("cycleway"), tags.get("path")}:
        flags |= EdgeFlag.CROSSING
    if tags.get("area") == "yes":
        flags |= EdgeFlag.AREA_OUTLINE
    return flags


def _access_flags(tags: Tags) -> EdgeFlag:
    said = tags.get("foot") or tags.get("access") or ""
    return EdgeFlag.RESTRICTED if said in ALLOWED_WITH_LIMITS else EdgeFlag(0)


def _direction_flags(tags: Tags) -> EdgeFlag:
    oneway, conveying = tags.get("oneway:foot", ""), tags.get("conveying", "no")
    flags = EdgeFlag.ESCALATOR if conveying != "no" else EdgeFlag(0)
    forward = oneway in {"yes", "1", "true"} or conveying == "forward" or tags.get("foot:backward") == "no"
    backward = oneway in {"-1", "reverse"} or conveying == "backward" or tags.get("foot:forward") == "no"
    if forward and not backward:
        flags |= EdgeFlag.ONEWAY_FOOT
    elif backward and not forward:
        flags |= EdgeFlag.ONEWAY_FOOT_REVERSE
    return flags


def _wheel_flags(tags: Tags) -> EdgeFlag:
    flags = EdgeFlag(0)
    wheelchair, surface = tags.get("wheelchair", ""), tags.get("surface", "")
    if wheelchair in {"yes", "designated"}:
        flags |= EdgeFlag.WHEELCHAIR_YES
    elif wheelchair == "no":
        flags |= EdgeFlag.WHEELCHAIR_NO
    smoothness = tags.get("smoothness", "")
    # How smooth it is says more than what it is made of: worn asphalt is rough, sawn setts are not.
    if smoothness in _UNEVEN or (surface in _ROUGH and smoothness not in _SMOOTH):
        flags |= EdgeFlag.SURFACE_ROUGH
    elif smoothness in _SMOOTH or surface in _FIRM:
        flags |= EdgeFlag.SURFACE_FIRM
    if tags.get("ramp:wheelchair") == "yes":
        flags |= EdgeFlag.RAMP
    return flags | _slope_flags(tags) | _width_flags(tags)


def _slope_flags(tags: Tags) -> EdgeFlag:
    steepness = slope(tags.get("incline", ""))
    if steepness is None or tags.get("highway") == "steps":
        return EdgeFlag(0)
    return EdgeFlag.INCLINE | EdgeFlag.STEEP if steepness > STEEPEST else EdgeFlag.INCLINE


def _width_flags(tags: Tags) -> EdgeFlag:
    # The width of a street is that of its carriageway.
    width = metres(tags.get("width") or tags.get("est_width") or "")
    if width is None or tags.get("highway", "") not in WALKERS_WAYS | {"cycleway"}:
        return EdgeFlag(0)
    return EdgeFlag.WIDTH | EdgeFlag.NARROW if width < NARROWEST_M else EdgeFlag.WIDTH


def _street_flags(tags: Tags) -> EdgeFlag:
    flags = EdgeFlag(0)
    if tags.get("bridge", "no") != "no":
        flags |= EdgeFlag.BRIDGE
    tunnel = tags.get("tunnel", "no")
    if tunnel == "building_passage":
        flags |= EdgeFlag.PASSAGE
    elif tunnel != "no":
        flags |= EdgeFlag.TUNNEL
    if tags.get("indoor", "no") != "no" or tags.get("highway") == "corridor":
        flags |= EdgeFlag.INDOOR
    lit = tags.get("lit", "")
    if lit in {"no", "disused"}:
        flags |= EdgeFlag.UNLIT
    elif lit:
        flags |= EdgeFlag.LIT
    sides = {tags.get(key, "") for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")} - {""}
    if sides & {"both", "left", "right", "yes", "separate"}:
        flags |= EdgeFlag.PAVEMENT
    elif sides & {"no", "none"}:
        flags |= EdgeFlag.NO_PAVEMENT
    limit = miles_per_hour(tags.get("maxspeed", ""))
    if limit is not None:
        flags |= EdgeFlag.SPEED_LIMIT | (EdgeFlag.FAST_TRAFFIC if limit > _FAST_MPH else EdgeFlag(0))
    return flags
