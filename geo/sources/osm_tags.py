"""Which OpenStreetMap features are public spaces, of which kind, and who may go in.

`SPACE_RULES` is read top down and the first rule that fits decides, so that a feature is one space of one kind.
docs/public-spaces.md holds the same table in words; `space_rules_table` writes it and a test keeps the two equal.

Who may go in, in this order:

1. ``foot``, which is more exact than ``access``, then ``access``, where either says something we know;
2. ``fee=yes``, ``membership=yes`` or a ``garden:type`` that says whose it is;
3. where the map says nothing: what the kind is by nature. A park, a playground, a square or a library is public unless
   someone says otherwise. A garden, a pitch or a named wood may or may not be: UNKNOWN, which is never taken for
   "public". Allotments, theatres and sports centres need a plot, a ticket or a membership: RESTRICTED. Most
   ``leisure=garden`` in London belong to a house or a block, so a garden is never presumed open.

Tags: https://wiki.openstreetmap.org/wiki/Key:leisure, /Key:access, /Key:garden:type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.spaces import SPACE_KINDS, SpaceAccess

Tags = Mapping[str, str]

_PUBLIC, _RESTRICTED = SpaceAccess.PUBLIC, SpaceAccess.RESTRICTED
_PRIVATE, _UNKNOWN = SpaceAccess.PRIVATE, SpaceAccess.UNKNOWN

ACCESS_VALUES: dict[str, SpaceAccess] = {
    **dict.fromkeys(("yes", "public", "permissive", "designated", "official", "discouraged"), _PUBLIC),
    **dict.fromkeys(("customers", "permit", "members", "destination", "visitors", "guided", "students"), _RESTRICTED),
    **dict.fromkeys(
        ("private", "no", "residents", "employees", "staff", "military", "delivery", "emergency"), _PRIVATE
    ),
    **dict.fromkeys(("agricultural", "forestry", "delivery", "emergency", "restricted"), _PRIVATE),
    "unknown": _UNKNOWN,
}

GARDEN_TYPES: dict[str, SpaceAccess] = {
    **dict.fromkeys(("residential", "private"), _PRIVATE),
    "communal": _RESTRICTED,
    "municipal": _PUBLIC,
}

# Grounds that are closed to the public: what lies in them and says nothing of its own is PRIVATE.
CLOSED_GROUNDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("amenity", frozenset({"school", "kindergarten", "prison"})),
    ("landuse", frozenset({"military"})),
)

# Homes and night shelters, which are nobody's to drop in on.
_RESIDENTIAL_CARE = frozenset({"nursing_home", "group_home", "assisted_living", "shelter", "hospice"})


@dataclass(frozen=True, slots=True)
class SpaceRule:
    """One row of the table: any of `values` of `key` makes a space of `kind`.

    `by_nature` is who may go in where the tags are silent. `condition` says in words what `fits` asks on top.
    """

    key: str
    values: tuple[str, ...]
    kind: str
    by_nature: SpaceAccess
    condition: str = ""
    fits: Callable[[Tags], bool] | None = None


def _is_drawn_as_area(tags: Tags) -> bool:
    return tags.get("area") == "yes" or tags.get("type") == "multipolygon"


def _is_named_or_open(tags: Tags) -> bool:
    return bool(tags.get("name")) or _stated_access(tags) is _PUBLIC


def _is_no_home(tags: Tags) -> bool:
    return tags.get("social_facility", "") not in _RESIDENTIAL_CARE


SPACE_RULES: tuple[SpaceRule, ...] = (
    SpaceRule("leisure", ("playground",), "playground", _PUBLIC),
    SpaceRule("leisure", ("park",), "park", _PUBLIC),
    SpaceRule("leisure", ("garden",), "garden", _UNKNOWN),
    SpaceRule("leisure", ("nature_reserve",), "nature-reserve", _UNKNOWN),
    SpaceRule("leisure", ("common",), "common", _PUBLIC),
    SpaceRule("designation", ("common",), "common", _PUBLIC),
    SpaceRule("leisure", ("recreation_ground",), "recreation-ground", _PUBLIC),
    SpaceRule("landuse", ("recreation_ground",), "recreation-ground", _PUBLIC),
    SpaceRule("landuse", ("village_green",), "village-green", _PUBLIC),
    SpaceRule("leisure", ("pitch",), "pitch", _UNKNOWN),
    SpaceRule("landuse", ("allotments",), "allotments", _RESTRICTED),
    SpaceRule("landuse", ("cemetery", "churchyard"), "cemetery", _PUBLIC),
    SpaceRule("amenity", ("grave_yard",), "cemetery", _PUBLIC),
    SpaceRule("place", ("square",), "square", _PUBLIC),
    SpaceRule(
        "highway", ("pedestrian",), "pedestrian-area", _PUBLIC, "with area=yes or as a multipolygon", _is_drawn_as_area
    ),
    SpaceRule("amenity", ("library",), "library", _PUBLIC),
    SpaceRule("amenity", ("community_centre", "social_centre"), "community-centre", _PUBLIC),
    SpaceRule("amenity", ("marketplace",), "market", _PUBLIC),
    SpaceRule("amenity", ("place_of_worship",), "place-of-worship", _PUBLIC),
    SpaceRule("amenity", ("theatre", "cinema"), "theatre", _RESTRICTED),
    SpaceRule("tourism", ("museum", "gallery"), "museum", _UNKNOWN),
    SpaceRule("amenity", ("arts_centre",), "arts-centre", _UNKNOWN),
    SpaceRule("leisure", ("sports_centre", "sports_hall"), "sports-centre", _RESTRICTED),
    SpaceRule("amenity", ("social_facility",), "advice", _UNKNOWN, "unless people live or sleep there", _is_no_home),
    SpaceRule("office", ("advice",), "advice", _UNKNOWN),
    SpaceRule("amenity", ("toilets",), "toilets", _PUBLIC),
    SpaceRule("natural", ("wood",), "woodland", _UNKNOWN, "with a name, or tagged as open", _is_named_or_open),
    SpaceRule("landuse", ("forest",), "woodland", _UNKNOWN, "with a name, or tagged as open", _is_named_or_open),
)
SPACE_KEYS = tuple(dict.fromkeys(rule.key for rule in SPACE_RULES))

_GONE = ("disused", "abandoned", "demolished", "construction", "proposed")


def space_rule(tags: Tags) -> SpaceRule | None:
    """The rule that makes a feature with these tags a public space, or None.

    >>> space_rule({"leisure": "park", "name": "Bunhill Fields"}).kind
    'park'
    >>> space_rule({"natural": "wood"}) is None
    True
    """
    if is_gone(tags):
        return None
    for rule in SPACE_RULES:
        if tags.get(rule.key) in rule.values and (rule.fits is None or rule.fits(tags)):
            return rule
    return None


def is_gone(tags: Tags) -> bool:
    """Whether a feature is said to be out of use, pulled down or not yet built."""
    return any(tags.get(key) == "yes" for key in _GONE)


def space_access(tags: Tags, rule: SpaceRule) -> tuple[SpaceAccess, bool]:
    """Who may go in, and whether the tags say so (False: the kind's own nature was used).

    >>> space_access({"leisure": "garden", "garden:type": "residential"}, space_rule({"leisure": "garden"}))
    (<SpaceAccess.PRIVATE: 'private'>, True)
    """
    stated = _stated_access(tags)
    if stated is _UNKNOWN:  # "access=unknown" says that it is not known, whatever the kind is by nature
        return _UNKNOWN, False
    pays = tags.get("fee") == "yes" or tags.get("membership") == "yes"
    if stated is not None and not (stated is _PUBLIC and pays):
        return stated, True
    if pays:
        return _RESTRICTED, True
    if rule.kind == "garden" and tags.get("garden:type", "") in GARDEN_TYPES:
        return GARDEN_TYPES[tags["garden:type"]], True
    if rule.kind == "museum" and tags.get("fee") == "no":
        return _PUBLIC, True
    return rule.by_nature, False


def _stated_access(tags: Tags) -> SpaceAccess | None:
    for key in ("foot", "access"):
        value = ACCESS_VALUES.get(tags.get(key, ""))
        if value is not None:
            return value
    return None


def wheelchair(tags: Tags) -> str | None:
    """``yes``, ``limited`` or ``no``; None where the map does not say (which is never "yes")."""
    value = tags.get("wheelchair", "")
    return {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}.get(value)


def is_closed_ground(tags: Tags) -> bool:
    """Whether the public is kept out of an area with these tags (a school's grounds, a prison, a barracks)."""
    return any(tags.get(key) in values for key, values in CLOSED_GROUNDS)


def space_rules_table() -> str:
    """The rules as a Markdown table: kind, tags, who may go in where the tags are silent."""
    rows = ["| Kind | Tags | Where the tags say nothing |", "|---|---|---|"]
    for code, kind in SPACE_KINDS.items():
        rules = [rule for rule in SPACE_RULES if rule.kind == code]
        tags = "; ".join(_in_words(rule) for rule in rules)
        natures = " / ".join(dict.fromkeys(rule.by_nature.value for rule in rules))
        rows.append(f"| {kind.label} (`{code}`) | {tags} | {natures} |")
    return "\n".join(rows)


def _in_words(rule: SpaceRule) -> str:
    tags = ", ".join(f"`{rule.key}={value}`" for value in rule.values)
    return f"{tags} {rule.condition}".strip()
