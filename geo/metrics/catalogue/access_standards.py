"""Who meets the published standards of access to green and play space."""

from __future__ import annotations

from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need

_ENDS = " Beyond the end of the map nothing is known; the note says for how many people that may matter."
_RESIDENTS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})
_CHILDREN = _RESIDENTS | {Need.DEPRIVATION}


def _standard(family: str, name: str, label: str, *, formula: str, source: str, caveats: str) -> Metric:
    return Metric(
        id=f"{family}_{name}",
        family=family,
        label=label,
        unit="% of residents",
        question=GREEN,
        formula=formula,
        source=source,
        caveats=caveats,
        better=Better.HIGHER,
        needs=_RESIDENTS,
    )


_CATEGORIES = (
    ("regional", "a regional park (400 ha)"),
    ("metropolitan", "a metropolitan park (60 ha)"),
    ("district", "a district park (20 ha)"),
    ("local", "a local park (2 ha)"),
    ("small", "a small open space (0.4 ha)"),
    ("pocket", "a pocket park (any size)"),
)
_LONDON_PLAN = tuple(
    _standard(
        "london_plan",
        name,
        f"Residents served by {label}",
        formula="residents whose walk to a way into a space of at least the size is at most the distance ÷ residents",
        source="London Plan 2021, Policy G4, Table 8.1",
        caveats="A larger category serves each smaller one too. Sources differ on the two largest distances: the "
        "note says which are used. A space without an outline proves no size." + _ENDS,
    )
    for name, label in _CATEGORIES
)
_LONDON_PLAN_WALKS = tuple(
    Metric(
        id=f"walk_m_london_plan_{name}",
        family="walk_m_standard",
        label=f"Average walk to {label}",
        unit="m",
        question=GREEN,
        formula="mean of the walks of residents to the nearest space of at least the size, of those who reach one",
        source="London Plan 2021, Policy G4, Table 8.1; walks on OpenStreetMap; Census 2021",
        caveats="A space without an outline proves no size. Residents who reach none are left out." + _ENDS,
        better=Better.LOWER,
        needs=_RESIDENTS,
    )
    for name, label in _CATEGORIES
)
_NATURAL_ENGLAND = tuple(
    _standard(
        "natural_england",
        name,
        f"Residents with {label}",
        formula="residents whose straight line to green space of at least the size is at most the distance ÷ residents",
        source="Natural England, Accessible Greenspace Standards",
        caveats="A straight line is no walk. A space without an outline proves no size." + _ENDS,
    )
    for name, label in (
        ("doorstep", "0.5 ha of green space within 200 m"),
        ("local", "2 ha of green space within 300 m"),
        ("neighbourhood", "10 ha of green space within 1 km"),
        ("wider", "20 ha of green space within 2 km"),
        ("district", "100 ha of green space within 5 km"),
        ("subregional", "500 ha of green space within 10 km"),
    )
)
_WHO = tuple(
    _standard(
        "who",
        name,
        f"Residents with {label} of green space within 300 m",
        formula="residents whose straight line to green space of at least the size is at most 300 m ÷ residents",
        source="WHO Regional Office for Europe 2017, Urban green spaces: a brief for action",
        caveats="A rule of thumb, of 0.5 to 1 ha: both are shown. A space without an outline proves no size." + _ENDS,
    )
    for name, label in (("half_hectare", "0.5 ha"), ("one_hectare", "1 ha"))
)
_FIELDS_IN_TRUST = tuple(
    _standard(
        "fields_in_trust",
        name,
        f"Residents near {label}",
        formula="residents whose walk to a space of the kind is at most the distance ÷ residents",
        source="Fields in Trust, Guidance for Outdoor Sport and Play",
        caveats="The map tells neither LAP from LEAP and NEAP, nor games areas from other pitches: those are at most."
        + _ENDS,
    )
    for name, label in (
        ("lap", "a playground, as of a local area for play (100 m)"),
        ("leap", "a playground, as of a local equipped area for play (400 m)"),
        ("neap", "a playground, as of a neighbourhood equipped area for play (1,000 m)"),
        ("muga", "a pitch, as of a multi-use games area (700 m)"),
        ("parks", "a park or garden (710 m)"),
        ("amenity", "amenity green space (480 m)"),
        ("natural", "natural or semi-natural green space (720 m)"),
    )
)


def _play(name: str, label: str, formula: str) -> Metric:
    return Metric(
        id=f"play_{name}",
        family="play",
        label=label,
        unit="% of children",
        question=GREEN,
        formula=formula,
        source="Mayor of London 2012, Play and Informal Recreation SPG; mid-2020 estimates of age; Census 2021",
        caveats=(
            "Ages are published as one band, 0 to 15: each standard is held up against all children. Estimates are "
            "for 2011 zones. The map does not say for which age a playground is made." + _ENDS
        ),
        better=Better.HIGHER,
        needs=_CHILDREN,
    )


_PLAY = (
    _play(
        "under_5", "Children within 100 m of a playground (under 5)", "children whose walk is at most 100 m ÷ children"
    ),
    _play(
        "5_to_11", "Children within 400 m of a playground (5 to 11)", "children whose walk is at most 400 m ÷ children"
    ),
    _play(
        "12_plus",
        "Children within 800 m of a playground or pitch (12 and over)",
        "children whose walk is at most 800 m ÷ children",
    ),
    _play(
        "10m2",
        "Children with 10 m² of playground each",
        "children for whom the sum over playgrounds within 800 m of m² ÷ children within 800 m of it is at least 10 ÷ "
        "children",
    ),
)

ACCESS_STANDARD_METRICS = (*_LONDON_PLAN, *_LONDON_PLAN_WALKS, *_NATURAL_ENGLAND, *_WHO, *_FIELDS_IN_TRUST, *_PLAY)
