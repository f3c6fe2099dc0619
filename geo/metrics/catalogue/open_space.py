"""How much public open space there is."""

from __future__ import annotations

from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need

OPEN_SPACE_METRICS = (
    Metric(
        id="open_space_ha_per_1000",
        label="Public open space per 1,000 residents",
        unit="ha per 1,000 residents",
        question=GREEN,
        formula="1,000 × hectares of the union of public open spaces inside the area ÷ its residents",
        source="spaces of OpenStreetMap and registered parks; Census 2021",
        caveats=(
            "Spaces that are private, or for members, customers or permit holders, are left out; spaces whose "
            "access the map does not say are counted. Spaces known by a point alone have no area."
        ),
        better=Better.HIGHER,
        needs=frozenset({Need.SPACES, Need.RESIDENTS}),
    ),
)
