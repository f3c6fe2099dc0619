"""How sure a persona's figures are: the share of the area's streets that carries the tags they rest on."""

from __future__ import annotations

from geo.metrics.report import Breakdown, BreakdownRow, Figures
from geo.metrics.study import Study
from geo.metrics.tag_shares import TagShare, tag_completeness

TAG_COMPLETENESS = "tag_completeness"


def tag_figures(study: Study) -> Figures:
    """One breakdown with a row for each tag that the persona needs, in % ; nothing for any walker, who needs none."""
    network = study.ground.network
    shares = tag_completeness(network, study.ground.persona, study.area.geometry.intersection(network.meta.footprint))
    if not shares:
        return Figures()
    return Figures(
        breakdowns=(
            Breakdown(
                id=TAG_COMPLETENESS,
                metric=TAG_COMPLETENESS,
                caption="How much of the map here says what this walker needs to know",
                unit="% of what should say so",
                rows=tuple(_row(share) for share in shares),
                note="What the map does not say costs nothing here, and may well cost something there.",
            ),
        )
    )


def _row(share: TagShare) -> BreakdownRow:
    counted = f"of {share.km:,.1f} km" if share.km is not None else f"of {share.count or 0:,} crossings"
    return BreakdownRow(
        key=share.tag,
        label=share.label,
        value=None if share.share is None else 100.0 * share.share,
        n=share.count,
        note=counted if share.share is not None else "There is nothing here that should say so.",
    )
