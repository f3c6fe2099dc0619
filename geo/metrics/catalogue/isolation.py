"""What cuts a place off: detours, severance, fragments, links that much hangs on."""

from __future__ import annotations

from geo.metrics.catalogue.metric import CUTS, Better, Metric, Need

_MAP = "As good as the map: paths, gates and spaces that OpenStreetMap lacks are missing here."
_WALKS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})
_STREETS = frozenset({Need.NETWORK, Need.RESIDENTS})
_ELDIJK = "after van Eldijk, Gil, Kuska and Sisinty Patro 2020, with a yardstick of this project for “without barriers”"
_YARDSTICK = f"{_MAP} The yardstick is a grid without gaps: parks, rivers and large buildings count as in the way too."
_CUT = (
    f"{_MAP} A path drawn a metre short of the next makes a dead end that is none, and a home that stands by one may "
    "have another door."
)
_HEARD = "Pins come from people who chose to take part; no pins is not “no barrier”."

_DETOURS = tuple(
    Metric(
        id=id_,
        label=label,
        unit=unit,
        question=CUTS,
        formula=formula,
        source="walks on OpenStreetMap; the limit of 1.5 and the floor of 50 m are choices of this project",
        caveats=f"{_MAP} Nearer than 50 m to a space, 50 m stand for the straight line.",
        needs=_WALKS,
        family="detour",
        better=Better.LOWER,
    )
    for id_, label, unit, formula in (
        (
            "detour_mean",
            "Average detour to the nearest public open space",
            "times the straight line",
            "mean over residents of max(1, walk ÷ max(straight line to where a space begins, 50 m))",
        ),
        (
            "detour_median",
            "Detour that half of residents do not exceed",
            "times the straight line",
            "median over residents of the same ratio",
        ),
        (
            "detour_over",
            "Residents who walk more than half as far again as the straight line",
            "% of residents",
            "residents whose ratio is over 1.5, or who reach no space ÷ residents placed",
        ),
    )
)

_CIRCUITY = Metric(
    id="circuity",
    label="Circuity of walks to the nearest way into a public open space",
    unit="times the straight line",
    question=CUTS,
    formula="Σ residents × walk ÷ Σ residents × straight line from the home to the same way in",
    source="circuity as in OSMnx, of whole walks; walks on OpenStreetMap",
    caveats=f"{_MAP} It tells of the streets, not of fences: the straight line ends at the way in that is used.",
    needs=_WALKS,
    better=Better.LOWER,
)

_SEVERANCE = tuple(
    Metric(
        id=id_,
        label=label,
        unit=unit,
        question=CUTS,
        formula=formula,
        source=_ELDIJK,
        caveats=_YARDSTICK,
        needs=_WALKS,
        family="severance",
        better=Better.LOWER,
    )
    for id_, label, unit, formula in (
        (
            "severance_travel_min",
            "Minutes lost to detours on the way to the nearest public open space",
            "min",
            "mean over residents of (walk − min(walk, 1.414 × straight line)) ÷ speed",
        ),
        (
            "severance_choice",
            "Public open spaces lost to detours, within ten minutes of home",
            "% of spaces in reach",
            "1 − Σ residents × spaces within 10 minutes ÷ Σ residents × spaces within 10 minutes as if free",
        ),
        (
            "severance_catchment",
            "Residents lost to the area's public open spaces by detours",
            "% of residents in reach",
            "1 − Σ over the area's spaces of residents within 10 minutes ÷ the same as if free",
        ),
        (
            "severance_service",
            "Residents whom the same spaces would serve if nothing were in the way",
            "% of residents in reach",
            "1 − residents with a space within 10 minutes ÷ residents with one as if free",
        ),
    )
)

_BARRIERS = (
    Metric(
        id="barriers_per_km",
        label="Things in the way for each kilometre walked to the nearest public open space",
        unit="per km",
        question=CUTS,
        formula="Σ residents × (steps + main roads crossed + gates + raised kerbs met) ÷ Σ residents × km walked",
        source="OpenStreetMap's tags along the shortest walks",
        caveats=f"{_MAP} Kerbs and gates are mapped unevenly: a low figure may be a map without detail.",
        needs=_WALKS,
        better=Better.LOWER,
    ),
    Metric(
        id="crosses_major_road",
        label="Residents whose way to the nearest public open space crosses a main road",
        unit="% of residents",
        question=CUTS,
        formula="residents whose shortest walk crosses a trunk, primary or secondary road ÷ residents who walk",
        source="OpenStreetMap's highway=*; sides told from the bearings of the streets",
        caveats=f"{_MAP} Another walk, a little longer, may cross none. Bridges and underpasses do not count.",
        needs=_WALKS,
        better=Better.LOWER,
    ),
)

_CUTS = tuple(
    Metric(
        id=id_,
        label=label,
        unit=unit,
        question=CUTS,
        formula=formula,
        source="bridges and articulation points of the walking network (Tarjan 1972, Hopcroft and Tarjan 1973)",
        caveats=_CUT,
        needs=_STREETS,
        family="cut_links",
        better=Better.LOWER,
    )
    for id_, label, unit, formula in (
        (
            "one_way_out",
            "Residents with only one way out",
            "% of residents",
            "residents behind or along a link whose closure parts them from the rest ÷ residents near a street",
        ),
        (
            "open_space_by_one_link",
            "Residents who reach any public open space by one link alone",
            "% of residents",
            "residents behind or along a link with no way into a space behind it ÷ residents near a street",
        ),
        (
            "most_on_one_link",
            "Most people who depend on one link",
            "residents",
            "residents behind or along the link that most depend on, of those that someone here depends on",
        ),
        (
            "most_on_one_point",
            "Most people who depend on one junction or gate",
            "residents",
            "residents parted from the main piece when the point in the area that most depend on closes",
        ),
    )
)

_FRAGMENTS = tuple(
    Metric(
        id=id_,
        label=label,
        unit=unit,
        question=CUTS,
        formula=formula,
        source="connected components of the walking network",
        caveats=f"{_MAP} Islands of less than 500 m of street are taken for slips of the drawing and left out.",
        needs=needs,
        family="off_main_network",
        better=Better.LOWER,
    )
    for id_, label, unit, formula, needs in (
        (
            "residents_off_main_network",
            "Residents whose streets do not join the rest",
            "% of residents",
            "residents on pieces not joined to the longest one ÷ residents near a street",
            _STREETS,
        ),
        (
            "streets_off_main_network",
            "Streets and paths that do not join the rest",
            "% of length",
            "length of streets in the area on such pieces ÷ length of streets in the area",
            frozenset({Need.NETWORK}),
        ),
    )
)

_CLOSENESS = tuple(
    Metric(
        id=f"closeness_{metres}m",
        label=f"How closely streets hang together within {metres:,} m, beside the borough",
        unit="% of the borough's",
        question=CUTS,
        formula="mean over residents of count² ÷ Σ walks to the junctions in reach, area ÷ borough",
        source="closeness of Wasserman and Faust 1994, within a walk",
        caveats=f"{_MAP} Streets beyond the edge of the map are missing. Where the map is drawn finer, it is higher.",
        needs=_STREETS,
        family="closeness",
        better=Better.HIGHER,
    )
    for metres in (400, 800, 1200)
)

_WELCOME = tuple(
    Metric(
        id=f"no_welcoming_place_{minutes}min",
        label=f"Residents with no welcoming place within {minutes} minutes' walk",
        unit="% of residents",
        question=CUTS,
        formula=f"residents with no public open space and no welcoming pin within {minutes} minutes ÷ residents placed",
        source="walks on OpenStreetMap; residents' pins",
        caveats=f"{_MAP} {_HEARD}",
        needs=_WALKS,
        family="no_welcoming_place",
        better=Better.LOWER,
    )
    for minutes in (5, 10, 15)
)

_SILENCE = tuple(
    Metric(
        id=id_,
        label=label,
        unit="% of residents",
        question=CUTS,
        formula=formula,
        source="residents' pins; Census 2021",
        caveats=_HEARD,
        needs=frozenset({Need.PINS, Need.RESIDENTS}),
        family="silence",
    )
    for id_, label, formula in (
        (
            "silent_cells",
            "Residents who live where nobody has placed a pin",
            "residents in hexagons 250 m across without a pin ÷ residents placed",
        ),
        (
            "far_from_any_pin",
            "Residents farther than 400 m from any pin",
            "residents with no pin within 400 m in a straight line ÷ residents placed",
        ),
    )
)

ISOLATION_METRICS: tuple[Metric, ...] = (
    *_DETOURS,
    _CIRCUITY,
    *_SEVERANCE,
    *_BARRIERS,
    *_CUTS,
    *_FRAGMENTS,
    *_CLOSENESS,
    *_WELCOME,
    *_SILENCE,
)
