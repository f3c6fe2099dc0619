"""Which tags make a public space, of which kind, and who may go in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources.map_classes import building_class, rail_class, street_class, water_area_class
from geo.sources.osm_tags import SPACE_RULES, space_access, space_rule, space_rules_table, wheelchair
from geo.spaces import SPACE_KINDS, SpaceAccess

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "public-spaces.md"


def kind_of(**tags):
    rule = space_rule({key.replace("__", ":"): value for key, value in tags.items()})
    return rule.kind if rule else None


def access_of(**tags):
    tags = {key.replace("__", ":"): value for key, value in tags.items()}
    return space_access(tags, space_rule(tags))[0].value


def test_the_documented_table_is_the_one_the_code_uses():
    assert space_rules_table() in DOCUMENT.read_text(encoding="utf-8")


def test_every_kind_of_space_has_tags_that_make_it_and_no_rule_makes_another():
    assert {rule.kind for rule in SPACE_RULES} == set(SPACE_KINDS)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"leisure": "park"}, "park"),
        ({"place": "square"}, "square"),
        ({"leisure": "park", "place": "square"}, "park"),
        ({"highway": "pedestrian", "area": "yes"}, "pedestrian-area"),
        ({"highway": "pedestrian"}, None),
        ({"landuse": "recreation_ground"}, "recreation-ground"),
        ({"amenity": "grave_yard"}, "cemetery"),
        ({"natural": "wood"}, None),
        ({"natural": "wood", "name": "Queen's Wood"}, "woodland"),
        ({"landuse": "forest", "access": "yes"}, "woodland"),
        ({"landuse": "forest", "access": "private"}, None),
        ({"amenity": "cinema"}, "theatre"),
        ({"tourism": "gallery"}, "museum"),
        ({"amenity": "social_facility", "social_facility": "food_bank"}, "advice"),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, None),
        ({"leisure": "park", "disused": "yes"}, None),
        ({"shop": "bakery"}, None),
        ({}, None),
    ],
)
def test_tags_make_kinds(tags, kind):
    assert kind_of(**tags) == kind


@pytest.mark.parametrize(
    ("tags", "access"),
    [
        ({"leisure": "park"}, "public"),
        ({"leisure": "garden"}, "unknown"),
        ({"leisure": "garden", "garden__type": "residential"}, "private"),
        ({"leisure": "garden", "garden__type": "residential", "access": "yes"}, "public"),
        ({"landuse": "allotments"}, "restricted"),
        ({"leisure": "pitch"}, "unknown"),
        ({"leisure": "park", "access": "private"}, "private"),
        ({"leisure": "park", "access": "private", "foot": "yes"}, "public"),
        ({"leisure": "park", "access": "permissive"}, "public"),
        ({"amenity": "toilets", "access": "customers"}, "restricted"),
        ({"amenity": "toilets", "fee": "yes"}, "restricted"),
        ({"amenity": "toilets", "fee": "yes", "access": "yes"}, "restricted"),
        ({"amenity": "toilets", "fee": "yes", "access": "private"}, "private"),
        ({"tourism": "museum"}, "unknown"),
        ({"tourism": "museum", "fee": "no"}, "public"),
        ({"leisure": "park", "access": "unknown"}, "unknown"),
        ({"leisure": "park", "access": "ask the gardener"}, "public"),
    ],
)
def test_who_may_go_in(tags, access):
    assert access_of(**tags) == access


def test_silence_about_wheelchairs_is_not_a_yes():
    assert [wheelchair({"wheelchair": value}) for value in ("yes", "designated", "limited", "no", "bad")] == [
        *("yes", "yes", "limited", "no"),
        None,
    ]
    assert wheelchair({}) is None


_VALUES = st.sampled_from([*sorted({value for rule in SPACE_RULES for value in rule.values}), "yes", "no", "x"])
_KEYS = st.sampled_from([*sorted({rule.key for rule in SPACE_RULES}), "access", "foot", "fee", "area", "name"])


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_a_space_that_is_said_to_be_private_is_never_shown_as_public(tags):
    rule = space_rule(tags)
    if rule is not None:
        private, stated = space_access({**tags, "access": "private", "foot": "no"}, rule)
        assert (private, stated) == (SpaceAccess.PRIVATE, True)


def test_what_the_base_map_leaves_out():
    assert street_class({"highway": "footway", "footway": "sidewalk"}) is None
    assert street_class({"highway": "residential"}) == "minor"
    assert rail_class({"railway": "subway", "tunnel": "yes"}) is None
    assert water_area_class({"natural": "water"}) == "water"
    assert building_class({"building": "construction"}) is None
