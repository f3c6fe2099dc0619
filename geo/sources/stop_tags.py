"""Which OpenStreetMap features are stops of public transport, and of which kind.

`STOP_RULES` is read top down and the first rule that fits decides, so that a bus platform in front of a station is a
bus stop and the station a station. Entrances of stations are not stops: a stop counts once.

Tags: https://wiki.openstreetmap.org/wiki/Public_transport, /Tag:railway=station, /Tag:highway=bus_stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.sources.osm_tags import Tags, is_gone


class StopKind(StrEnum):
    """The kinds of stop that geo.frames.STOPS names; the Underground and light railways are RAIL."""

    BUS = "bus"
    RAIL = "rail"
    TRAM = "tram"
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class StopRule:
    """One row of the table: any of `values` of `key` makes a stop of `kind`, with one of `served` as "yes" if any."""

    kind: StopKind
    key: str
    values: tuple[str, ...]
    served: tuple[str, ...] = ()


_PLACES_TO_BOARD = ("platform", "station")
STOP_RULES: tuple[StopRule, ...] = (
    StopRule(StopKind.RAIL, "railway", ("station", "halt")),
    StopRule(StopKind.RAIL, "station", ("subway", "light_rail", "train")),
    StopRule(StopKind.RAIL, "public_transport", ("station",), ("train", "subway", "light_rail")),
    StopRule(StopKind.TRAM, "railway", ("tram_stop",)),
    StopRule(StopKind.TRAM, "public_transport", _PLACES_TO_BOARD, ("tram",)),
    StopRule(StopKind.FERRY, "amenity", ("ferry_terminal",)),
    StopRule(StopKind.FERRY, "public_transport", _PLACES_TO_BOARD, ("ferry",)),
    StopRule(StopKind.BUS, "highway", ("bus_stop",)),
    StopRule(StopKind.BUS, "amenity", ("bus_station",)),
    StopRule(StopKind.BUS, "public_transport", _PLACES_TO_BOARD, ("bus",)),
)

# A ride round a garden takes nobody anywhere.
_NO_TRANSPORT = frozenset({"miniature", "model"})


def stop_kind(tags: Tags) -> StopKind | None:
    """The kind of stop that a feature with these tags is, or None.

    >>> stop_kind({"railway": "station", "station": "subway"}), stop_kind({"public_transport": "platform"})
    (<StopKind.RAIL: 'rail'>, None)
    """
    if is_gone(tags) or tags.get("station") in _NO_TRANSPORT or tags.get("usage") == "leisure":
        return None
    for rule in STOP_RULES:
        serves = not rule.served or any(tags.get(mode) == "yes" for mode in rule.served)
        if serves and tags.get(rule.key) in rule.values:
            return rule.kind
    return None
