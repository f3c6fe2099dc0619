"""Who misses out: separation of groups, and how unequally access is shared."""

from __future__ import annotations

from geo.metrics.catalogue.metric import LIVES, MISSES, Better, Metric, Need

DIMENSIONS = {
    "ethnic_group": "ethnic groups",
    "disability": "disabled people and others",
    "tenure": "people of different tenures",
    "deprivation": "deprived households and others",
}
"""What census zones count, and whom it tells apart."""

GROUPS = {
    "asian": "Asian residents",
    "black": "Black residents",
    "mixed": "residents of mixed ethnic groups",
    "white": "White residents",
    "other": "residents of other ethnic groups",
    "disabled": "disabled residents",
    "social_rented": "social renters",
    "private_rented": "private renters",
    "owned_or_other": "owners and others not renting",
    "deprived": "deprived households",
}
"""Groups that have figures of their own."""

ONE_OF_SEVERAL = ("asian", "black", "mixed", "white", "other", "social_rented", "private_rented", "owned_or_other")
"""Those of them that are told apart from several others; for the rest, both sides have one dissimilarity."""

WALK_DIMENSIONS = {
    "ethnic_group": "ethnic groups",
    "disability": "disabled residents and others",
    "tenure": "people of different tenures",
    "deprivation": "deprived households and others",
    "age": "age groups",
    "imd": "more and less deprived neighbourhoods",
}

SHARES = {
    **GROUPS,
    "age_0_15": "children under 16",
    "age_16_64": "people of 16 to 64",
    "age_65plus": "people of 65 and over",
    "imd_most_deprived": "residents of the most deprived fifth of England's neighbourhoods",
}

REACHES = {"walk": "the walk to open space", "reach": "open space within 10 minutes"}
"""What may be shared unequally: metres to the nearest space, and hectares in reach."""

_CENSUS = frozenset({Need.CENSUS})
_WALKS = frozenset({Need.NETWORK, Need.SPACES, Need.CENSUS})
_ZONES_CAVEAT = (
    "Of zones that lie at least half in the area; at least 5 are needed. It says where people live, not whom they meet "
    "or why. Few zones and small groups raise it by chance: the note says by how much."
)
_ON_FOOT_CAVEAT = (
    "Everyone in a census zone is taken to be of the zone's mix. 32 homes stand for a zone. Who lives beyond the map "
    "is not known."
)
_ECOLOGICAL = (
    "The census counts groups by zone, not by home: every home is taken to have its zone's mix, so that differences "
    "within a zone are missed and gaps are likely to be larger than said."
)


def _metric(metric_id: str, family: str, label: str, unit: str, **said: object) -> Metric:
    given = {"question": MISSES, "better": Better.LOWER, "needs": _CENSUS} | said
    return Metric(id=metric_id, family=family, label=label, unit=unit, **given)  # type: ignore[arg-type]


_PROFILE = tuple(
    _metric(
        f"share_{group}",
        "share_of_group",
        f"Share of {who}",
        "% of households" if group in {"social_rented", "private_rented", "owned_or_other", "deprived"} else "%",
        question=LIVES,
        better=Better.NEITHER,
        needs=frozenset({Need.DEPRIVATION}) if group.startswith(("age", "imd")) else _CENSUS,
        formula="100 × Σ over zones of the group's people × share of the zone's land inside ÷ the same of everyone",
        source="Census 2021 (TS021, TS038, TS054, TS011); ages mid-2020, IMD 2019 by 2011 zones; areal interpolation",
        caveats="People are taken to live evenly over each zone's land. ONS alters small counts a little.",
    )
    for group, who in SHARES.items()
)

_DISSIMILARITY = tuple(
    _metric(
        f"dissimilarity_{key}",
        "dissimilarity",
        label,
        "index, 0 to 1",
        formula="D = Σᵢ Σₘ tᵢ |πᵢₘ − πₘ| ÷ (2 T I); for two groups ½ Σ |xᵢ ÷ X − yᵢ ÷ Y|",
        source="Duncan and Duncan 1955; Massey and Denton 1988; several groups: Morgan 1975, Sakoda 1981; Census 2021",
        caveats=_ZONES_CAVEAT,
    )
    for key, label in (
        *((dimension, f"How apart {who} live") for dimension, who in DIMENSIONS.items()),
        *((group, f"How apart {GROUPS[group]} live from everyone else") for group in ONE_OF_SEVERAL),
    )
)

_INFORMATION = tuple(
    _metric(
        f"information_index_{dimension}",
        "information_index",
        f"How unmixed census zones are: {who}",
        "index, 0 to 1",
        formula="H = (E − Σᵢ (tᵢ ÷ T) Eᵢ) ÷ E, with the entropy E = −Σₘ πₘ ln πₘ",
        source="Theil and Finizza 1971; Reardon and Firebaugh 2002; Census 2021",
        caveats=_ZONES_CAVEAT,
    )
    for dimension, who in DIMENSIONS.items()
)

_ISOLATION = tuple(
    _metric(
        f"isolation_{group}",
        "group_exposure",
        f"Neighbours of {who} who are of the same group",
        "% of the zone",
        better=Better.NEITHER,
        formula="xPx = 100 × Σ (xᵢ ÷ X)(xᵢ ÷ tᵢ); exposure to another group xPy = 100 × Σ (xᵢ ÷ X)(yᵢ ÷ tᵢ)",
        source="Bell 1954; Lieberson 1981; Massey and Denton 1988; Census 2021",
        caveats=_ZONES_CAVEAT + " Large groups have high figures wherever they live: compare with the group's share.",
    )
    for group, who in GROUPS.items()
)

_ON_FOOT = tuple(
    metric
    for dimension, who in DIMENSIONS.items()
    for metric in (
        _metric(
            f"spatial_dissimilarity_{dimension}",
            "spatial_dissimilarity",
            f"How apart {who} live, by who is near on foot",
            "index, 0 to 1",
            needs=frozenset({Need.NETWORK, Need.CENSUS}),
            formula="D̃ = Σₚ Σₘ τₚ |π̃ₚₘ − πₘ| ÷ (2 T I), with π̃ₚ the mix within 500 m on foot, biweight kernel",
            source="Reardon and O'Sullivan 2004; walks on OpenStreetMap; Census 2021",
            caveats=_ON_FOOT_CAVEAT,
        ),
        _metric(
            f"spatial_information_index_{dimension}",
            "spatial_information_index",
            f"How unmixed people within a walk are: {who}",
            "index, 0 to 1",
            needs=frozenset({Need.NETWORK, Need.CENSUS}),
            formula="H̃ = 1 − Σₚ τₚ Ẽₚ ÷ (T E), with Ẽₚ the entropy of the mix within 500 m on foot, biweight kernel",
            source="Reardon and O'Sullivan 2004; walks on OpenStreetMap; Census 2021",
            caveats=_ON_FOOT_CAVEAT,
        ),
    )
)

_NEAR_ON_FOOT = tuple(
    _metric(
        f"spatial_isolation_{group}",
        "spatial_exposure",
        f"People near {who} on foot who are of the same group",
        "% of those near",
        better=Better.NEITHER,
        needs=frozenset({Need.NETWORK, Need.CENSUS}),
        formula="xP̃x = 100 × Σₚ (τₚₓ ÷ Tₓ) π̃ₚₓ, with π̃ₚ the mix within 500 m on foot, biweight kernel",
        source="Reardon and O'Sullivan 2004; walks on OpenStreetMap; Census 2021",
        caveats=_ON_FOOT_CAVEAT + " Large groups have high figures wherever they live.",
    )
    for group, who in GROUPS.items()
)

_GAPS = tuple(
    metric
    for dimension, who in WALK_DIMENSIONS.items()
    for metric in (
        _metric(
            f"walk_gap_{dimension}",
            "walk_gap",
            f"Gap in the average walk to open space between {who}",
            "m",
            needs=_WALKS,
            formula="average walk of the group with the longest − that of the group with the shortest",
            source="walks on OpenStreetMap; Census 2021; ages mid-2020 and IMD 2019 by 2011 zones",
            caveats=_ECOLOGICAL,
        ),
        _metric(
            f"walk_ratio_{dimension}",
            "walk_ratio",
            f"Longest average walk to open space ÷ shortest, between {who}",
            "times",
            needs=_WALKS,
            formula="average walk of the group with the longest ÷ that of the group with the shortest",
            source="walks on OpenStreetMap; Census 2021; ages mid-2020 and IMD 2019 by 2011 zones",
            caveats=_ECOLOGICAL,
        ),
        _metric(
            f"near_gap_{dimension}",
            "near_gap",
            f"Gap in the share within 400 m of open space between {who}",
            "percentage points",
            needs=_WALKS,
            formula="highest share of a group whose walk is at most 400 m − lowest",
            source="London Plan 2021, Table 8.1 (400 m); walks on OpenStreetMap; Census 2021",
            caveats=_ECOLOGICAL,
        ),
    )
)

_INEQUALITY = tuple(
    metric
    for key, what in REACHES.items()
    for metric in (
        _metric(
            f"gini_{key}",
            "gini",
            f"Gini coefficient of {what}",
            "index, 0 to 1",
            needs=_WALKS,
            formula="G = Σᵢ Σⱼ wᵢ wⱼ |xᵢ − xⱼ| ÷ (2 W² μ), over homes, weighted by residents",
            source="Gini 1914; Sen 1973; walks on OpenStreetMap; Census 2021",
            caveats="Near 0 all have the same, be it good or bad: read it beside the average.",
        ),
        _metric(
            f"palma_{key}",
            "palma",
            f"Palma ratio of {what}",
            "ratio",
            needs=_WALKS,
            formula="what the tenth with most have in all ÷ what the four tenths with least have in all",
            source="Palma 2011; Cobham and Sumner 2013; walks on OpenStreetMap; Census 2021",
            caveats="0.25 where all have the same. Not known where the four tenths with least have nothing.",
        ),
        _metric(
            f"theil_{key}",
            "theil",
            f"Theil index of {what}",
            "index, 0 and up",
            needs=_WALKS,
            formula="T = Σ (wᵢ ÷ W)(xᵢ ÷ μ) ln(xᵢ ÷ μ), over homes, weighted by residents",
            source="Theil 1967; walks on OpenStreetMap; Census 2021",
            caveats="0 where all have the same; it has no fixed upper end. A home with 0 adds nothing.",
        ),
        _metric(
            f"concentration_{key}",
            "concentration",
            f"Concentration index of {what} against deprivation",
            "index, −1 to 1",
            better=Better.NEITHER,
            needs=_WALKS | {Need.DEPRIVATION},
            formula="C = 2 cov(x, R) ÷ μ, with R the fractional rank by IMD 2019 from the most deprived, weighted",
            source="Kakwani, Wagstaff and van Doorslaer 1997; IMD 2019; walks on OpenStreetMap; Census 2021",
            caveats=(
                "Below 0 the more deprived have more of it: a longer walk (bad), or more hectares (good). Homes of one "
                "2011 zone share its rank; the rank is England's."
            ),
        ),
    )
)

INEQUALITY_METRICS: tuple[Metric, ...] = (
    *_PROFILE,
    *_DISSIMILARITY,
    *_INFORMATION,
    *_ISOLATION,
    *_ON_FOOT,
    *_NEAR_ON_FOOT,
    *_GAPS,
    *_INEQUALITY,
)
