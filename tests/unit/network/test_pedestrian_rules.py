"""Which ways may be walked, and what is remembered of them."""

import pytest

from geo.network.flags import EdgeFlag, NodeFlag
from geo.network.pedestrian import edge_flags, is_walkable, node_flags


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "residential"},
        {"highway": "primary"},
        {"highway": "trunk"},
        {"highway": "service", "service": "driveway"},
        {"highway": "service", "access": "private", "foot": "yes"},
        {"highway": "footway", "access": "no", "foot": "designated"},
        {"highway": "track", "access": "agricultural", "foot": "permissive"},
        {"highway": "bridleway"},
        {"highway": "cycleway"},
        {"highway": "cycleway", "foot": "yes"},
        {"highway": "pedestrian", "area": "yes"},
        {"highway": "footway", "access": "customers"},
        {"highway": "corridor", "indoor": "yes"},
        {"highway": "platform"},
        {"highway": "elevator"},
        {"highway": "busway", "foot": "yes"},
        {"highway": "primary", "sidewalk": "separate"},
        {"highway": "residential", "motor_vehicle": "no", "vehicle": "private"},
        {"man_made": "pier"},
    ],
)
def test_a_person_may_walk_here(tags):
    assert is_walkable(tags)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"building": "yes"},
        {"railway": "platform"},
        {"highway": "motorway"},
        {"highway": "motorway", "foot": "yes"},
        {"highway": "motorway_link"},
        {"highway": "trunk", "motorroad": "yes"},
        {"highway": "primary", "foot": "no"},
        {"highway": "primary", "foot": "use_sidepath"},
        {"highway": "footway", "access": "private"},
        {"highway": "footway", "foot": "private", "access": "yes"},
        {"highway": "service", "access": "no"},
        {"highway": "service", "access": "private", "foot": "unknown"},
        {"highway": "cycleway", "foot": "no"},
        {"highway": "construction", "foot": "yes"},
        {"highway": "proposed"},
        {"highway": "bus_guideway"},
        {"highway": "busway"},
        {"highway": "raceway"},
        {"highway": "service", "area": "yes"},
        {"highway": "street_lamp"},
    ],
)
def test_no_one_may_walk_here(tags):
    assert not is_walkable(tags)


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"highway": "steps"}, EdgeFlag.STEPS),
        ({"highway": "footway", "footway": "crossing"}, EdgeFlag.CROSSING),
        ({"highway": "residential"}, EdgeFlag.ROAD),
        ({"highway": "secondary"}, EdgeFlag.MAJOR_ROAD),
        ({"highway": "footway", "bridge": "yes"}, EdgeFlag.BRIDGE),
        ({"highway": "footway", "tunnel": "yes"}, EdgeFlag.TUNNEL),
        ({"highway": "footway", "tunnel": "building_passage"}, EdgeFlag.PASSAGE),
        ({"highway": "footway", "lit": "24/7"}, EdgeFlag.LIT),
        ({"highway": "footway", "lit": "no"}, EdgeFlag.UNLIT),
        ({"highway": "footway", "foot": "destination"}, EdgeFlag.RESTRICTED),
        ({"highway": "footway", "oneway:foot": "yes"}, EdgeFlag.ONEWAY_FOOT),
        ({"highway": "footway", "oneway:foot": "-1"}, EdgeFlag.ONEWAY_FOOT_REVERSE),
        ({"highway": "steps", "conveying": "backward"}, EdgeFlag.ONEWAY_FOOT_REVERSE),
        ({"highway": "residential", "maxspeed": "40 mph"}, EdgeFlag.FAST_TRAFFIC),
        ({"highway": "residential", "sidewalk": "no"}, EdgeFlag.NO_PAVEMENT),
        ({"highway": "residential", "sidewalk:both": "separate"}, EdgeFlag.PAVEMENT),
        ({"highway": "residential", "maxspeed": "64"}, EdgeFlag.FAST_TRAFFIC),
        ({"highway": "residential", "maxspeed": "GB:nsl_single"}, EdgeFlag.FAST_TRAFFIC),
        ({"highway": "residential", "maxspeed": "20 mph"}, EdgeFlag.SPEED_LIMIT),
        ({"highway": "path", "surface": "gravel"}, EdgeFlag.SURFACE_ROUGH),
        ({"highway": "path", "surface": "asphalt", "smoothness": "bad"}, EdgeFlag.SURFACE_ROUGH),
        ({"highway": "path", "surface": "sett", "smoothness": "good"}, EdgeFlag.SURFACE_FIRM),
        ({"highway": "path", "smoothness": "excellent"}, EdgeFlag.SURFACE_FIRM),
        ({"highway": "steps", "ramp:wheelchair": "yes"}, EdgeFlag.RAMP),
        ({"highway": "footway", "incline": "10%"}, EdgeFlag.STEEP),
        ({"highway": "footway", "incline": "-10 %"}, EdgeFlag.STEEP),
        ({"highway": "footway", "incline": "1:10"}, EdgeFlag.STEEP),
        ({"highway": "footway", "incline": "0%"}, EdgeFlag.INCLINE),
        ({"highway": "footway", "width": "60 cm"}, EdgeFlag.NARROW),
        ({"highway": "footway", "width": "1.2 m"}, EdgeFlag.WIDTH),
    ],
)
def test_a_tag_becomes_a_bit(tags, flag):
    assert edge_flags(tags) & flag


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"highway": "footway", "incline": "up"}, EdgeFlag.INCLINE),
        ({"highway": "footway", "incline": "1:12"}, EdgeFlag.STEEP),
        ({"highway": "steps", "incline": "40%"}, EdgeFlag.STEEP),
        ({"highway": "steps", "ramp": "yes"}, EdgeFlag.RAMP),
        ({"highway": "residential", "width": "0.5"}, EdgeFlag.NARROW),
        ({"highway": "footway", "width": "0.9"}, EdgeFlag.NARROW),
        ({"highway": "residential", "maxspeed": "signals"}, EdgeFlag.SPEED_LIMIT),
        ({"highway": "residential", "maxspeed": "30 mph"}, EdgeFlag.FAST_TRAFFIC),
        ({"highway": "residential", "maxspeed": "50"}, EdgeFlag.FAST_TRAFFIC),
        ({"highway": "footway", "surface": "pudding"}, EdgeFlag.SURFACE_FIRM | EdgeFlag.SURFACE_ROUGH),
    ],
)
def test_what_the_map_does_not_say_is_not_read_into_it(tags, flag):
    assert not edge_flags(tags) & flag


@pytest.mark.parametrize(
    "tags", [{"highway": "residential", "oneway": "yes"}, {"highway": "steps", "conveying": "yes"}]
)
def test_vehicles_one_way_and_reversible_escalators_are_walked_both_ways(tags):
    assert not edge_flags(tags) & (EdgeFlag.ONEWAY_FOOT | EdgeFlag.ONEWAY_FOOT_REVERSE)


def test_a_tunnel_through_a_building_is_at_ground_level():
    assert not edge_flags({"highway": "footway", "tunnel": "building_passage"}) & EdgeFlag.TUNNEL


@pytest.mark.parametrize(
    ("tags", "flags"),
    [
        ({"barrier": "gate"}, NodeFlag.GATE),
        ({"barrier": "gate", "access": "private"}, NodeFlag.GATE | NodeFlag.CLOSED),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, NodeFlag.GATE),
        ({"barrier": "gate", "locked": "yes"}, NodeFlag.GATE | NodeFlag.LOCKED),
        ({"barrier": "bollard", "access": "no", "foot": "yes"}, NodeFlag.BOLLARD),
        ({"barrier": "lift_gate"}, NodeFlag.LIFT_GATE),
        ({"barrier": "kerb", "kerb": "raised"}, NodeFlag.KERB | NodeFlag.KERB_RAISED),
        ({"kerb": "lowered"}, NodeFlag.KERB | NodeFlag.KERB_FLUSH),
        ({"barrier": "wall"}, NodeFlag.OTHER_BARRIER | NodeFlag.CLOSED),
        ({"barrier": "entrance"}, NodeFlag(0)),
        ({"kerb": "rolled"}, NodeFlag.KERB | NodeFlag.KERB_ROLLED),
        ({"barrier": "bollard", "maxwidth:physical": "0.8"}, NodeFlag.BOLLARD | NodeFlag.NARROW),
        ({"barrier": "cycle_barrier", "wheelchair": "yes"}, NodeFlag.CYCLE_BARRIER | NodeFlag.WHEELCHAIR_YES),
        ({"barrier": "gate", "wheelchair": "no"}, NodeFlag.GATE | NodeFlag.WHEELCHAIR_NO),
        ({"entrance": "main", "wheelchair": "no"}, NodeFlag.ENTRANCE),
        ({"highway": "bus_stop", "wheelchair": "no"}, NodeFlag(0)),
        (
            {"highway": "crossing", "crossing": "traffic_signals"},
            NodeFlag.CROSSING | NodeFlag.CROSSING_SAID | NodeFlag.SIGNALS,
        ),
        (
            {"highway": "crossing", "crossing": "uncontrolled", "crossing_ref": "zebra"},
            NodeFlag.CROSSING | NodeFlag.CROSSING_SAID | NodeFlag.ZEBRA,
        ),
        ({"highway": "crossing", "crossing:signals": "no"}, NodeFlag.CROSSING | NodeFlag.CROSSING_SAID),
        ({"highway": "crossing", "crossing": "yes"}, NodeFlag.CROSSING),
        ({"access": "private"}, NodeFlag(0)),
    ],
)
def test_what_stands_on_a_node_is_kept(tags, flags):
    assert node_flags(tags) == flags
