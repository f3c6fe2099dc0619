"""What people can reach on foot: standards, choice, provision, stops."""

from __future__ import annotations

from geo.metrics.catalogue.access_standards import ACCESS_STANDARD_METRICS
from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need
from geo.spaces import SPACE_KINDS

_MAP = (
    "As good as the map: paths, gates and spaces that OpenStreetMap lacks are missing here. Homes are stood for by "
    "buildings or street junctions."
)
_ENDS = " Beyond the end of the map nothing is known; the note says for how many people that may matter."
_WALKS = "walks on OpenStreetMap; Census 2021"
_RESIDENTS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})
_STOPS = frozenset({Need.NETWORK, Need.STOPS, Need.RESIDENTS})

_KINDS = {code.replace("-", "_"): kind.label.lower() for code, kind in SPACE_KINDS.items()} | {
    "any_green": "green space of any kind",
    "any_community": "community place of any kind",
}


def _walk_to(name: str, label: str) -> Metric:
    return Metric(
        id=f"walk_m_{name}",
        family="walk_m_kind",
        label=f"Average walk to the nearest {label}",
        unit="m",
        question=GREEN,
        formula="mean of the walks of residents who reach one within 5 km, weighted by residents",
        source=_WALKS,
        caveats=_MAP + _ENDS,
        better=Better.LOWER,
        needs=_RESIDENTS,
    )


def _within(minutes: int, name: str, label: str) -> Metric:
    return Metric(
        id=f"within_{minutes}min_{name}",
        family="within_minutes_kind",
        label=f"Residents within {minutes} minutes' walk: {label}",
        unit="% of residents",
        question=GREEN,
        formula=f"residents whose walk to the nearest is at most {minutes} minutes at the persona's speed ÷ residents",
        source=_WALKS,
        caveats=_MAP + _ENDS,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    )


def _choice(name: str, label: str, minutes: int) -> Metric:
    return Metric(
        id=f"{name}_in_{minutes}min",
        family="places_in_reach",
        label=f"{label} within {minutes} minutes' walk",
        unit="places",
        question=GREEN,
        formula=f"mean over residents of the number of places whose walk is at most {minutes} minutes",
        source=_WALKS,
        caveats="A place counts once, however many ways in it has, and a playground in a park is part of it. " + _MAP,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    )


_CHOICE = tuple(
    _choice(name, label, minutes)
    for name, label in (("open_spaces", "Open spaces"), ("community_places", "Community places"))
    for minutes in (5, 10, 15)
)

_CONSERVES = (
    "It shares out what there is, no more and no less: it never shows what a new path or a removed barrier would gain. "
    "People and spaces beyond the end of the map are not counted. Spaces known by a point alone have no hectares."
)


def _shared(name: str, label: str, formula: str, source: str, caveats: str = _CONSERVES) -> Metric:
    return Metric(
        id=f"open_space_{name}",
        label=label,
        unit="ha per 1,000 residents",
        question=GREEN,
        formula=formula,
        source=source,
        caveats=caveats,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    )


_PROVISION = (
    Metric(
        id="open_space_gravity",
        label="Open space in reach, weighed by the walk",
        unit="ha",
        question=GREEN,
        formula="mean over residents of the sum over spaces within 15 minutes of hectares × 2^(−walk ÷ 400 m)",
        source="Hansen 1959; walks on OpenStreetMap; Census 2021",
        caveats="The 400 m at which a hectare counts for half is a choice. Nobody else's use counts here. " + _MAP,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    ),
    _shared(
        "ha_per_1000_in_reach",
        "Open space in reach per 1,000 people who share it",
        "1,000 × hectares of the spaces that anyone here reaches ÷ everyone on the map who reaches one of them",
        "walks on OpenStreetMap; Census 2021; Natural England asks for 3 ha per 1,000",
        "A whole space counts, however far its other end is. People beyond the end of the map are not counted.",
    ),
    _shared(
        "2sfca",
        "Open space shared among all who reach it (2SFCA), median resident",
        "A = sum over spaces in reach of S ÷ people who reach it",
        "Luo and Wang 2003",
    ),
    _shared(
        "e2sfca",
        "Open space shared, nearer people first (E2SFCA), median resident",
        "A = sum of w S ÷ sum of w P, with w = 1, 0.68, 0.22 by thirds of the walk",
        "Luo and Qi 2009",
    ),
    _shared(
        "g2sfca",
        "Open space shared, by a smooth decay (G2SFCA), median resident",
        "A = sum of w S ÷ sum of w P, with w a Gaussian that is 0 at the limit",
        "Dai 2010",
    ),
    _shared(
        "m2sfca",
        "Open space shared and used less when far (M2SFCA), median resident",
        "A = sum of w² S ÷ sum of w P, with the Gaussian of G2SFCA",
        "Delamater 2013",
        "What is far is used less by all, so that less than all there is gets shared out. " + _MAP,
    ),
    Metric(
        id="open_space_raam",
        label="Crowding and walk that the median resident meets (RAAM)",
        unit="× average crowding",
        question=GREEN,
        formula="walk ÷ 400 m + people per hectare ÷ the map's average, where everyone chooses what costs least",
        source="Saxon and Snow 2020",
        caveats=(
            "A model of choice, not of what people do; 400 m for one average crowding is a choice. Residents who reach "
            "no space are left out, with their number. " + _MAP
        ),
        better=Better.LOWER,
        needs=_RESIDENTS,
    ),
)

_REACH = (
    Metric(
        id="everyday_mix",
        label="Kinds of everyday place in reach on foot (15-minute mix)",
        unit="kinds",
        question=GREEN,
        formula="mean over residents of the number of kinds of space, community place and stop within 15 minutes",
        source="the 15-minute city (Moreno and others 2021); walks on OpenStreetMap; Census 2021",
        caveats="Kinds that the map does not hold cannot be reached: the note says how many it holds. " + _MAP,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    ),
    Metric(
        id="bus_within_640m",
        label="Residents within a 640 m walk of a bus stop",
        unit="% of residents",
        question=GREEN,
        formula="residents whose walk to a bus stop is at most 640 m ÷ residents",
        source="TfL, PTAL: 8 minutes at 80 m a minute; stops of OpenStreetMap",
        caveats="How often buses come does not count, nor where they go." + _ENDS,
        better=Better.HIGHER,
        needs=_STOPS,
    ),
    Metric(
        id="rail_within_960m",
        label="Residents within a 960 m walk of a station or tram stop",
        unit="% of residents",
        question=GREEN,
        formula="residents whose walk to a station or tram stop is at most 960 m ÷ residents",
        source="TfL, PTAL: 12 minutes at 80 m a minute; stops of OpenStreetMap",
        caveats="A station is where the map puts it, often its middle, not its entrances." + _ENDS,
        better=Better.HIGHER,
        needs=_STOPS,
    ),
    Metric(
        id="streets_within_400m",
        label="Streets within a 400 m walk of public open space",
        unit="% of street length",
        question=GREEN,
        formula="length of streets from which a way into a space is at most 400 m on foot, or that lie in one ÷ length",
        source="London Plan 2021, Policy G4, Table 8.1 (400 m); walks on OpenStreetMap",
        caveats="Streets, not people: an empty road counts like a full one. Paths and service roads are left out."
        + _ENDS,
        better=Better.HIGHER,
        needs=frozenset({Need.NETWORK, Need.SPACES}),
    ),
)

ACCESS_METRICS: tuple[Metric, ...] = (
    *(_walk_to(name, label) for name, label in _KINDS.items()),
    *(_within(minutes, name, label) for minutes in (5, 10, 15) for name, label in _KINDS.items()),
    *ACCESS_STANDARD_METRICS,
    *_CHOICE,
    *_PROVISION,
    *_REACH,
)
