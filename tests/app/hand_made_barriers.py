"""A report on barriers made by hand, of numbers that one can check by eye: three barriers in Camden of the small town.

barrier   alone   fair share   in the best bundle
steps       120          110   first: 120 more
gate         60           70   second: 80 more (with the steps gone, another 80 reach the park)
kerb          0           20   third: 0 more alone, all 200 with the others gone
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

from shapely import LineString, Point

from geo.areas import Area
from geo.barriers import Barrier, BarrierSource, Correction, Evidence, Meets
from geo.crs import NationalGrid
from geo.metrics.barrier_report import (
    BarrierReport,
    BarrierSettings,
    Bundle,
    CriticalLink,
    FeltGap,
    PricedBarrier,
    Reach,
    SensitivityRow,
)
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.coverage import Coverage
from geo.metrics.personas import ANY_WALKER
from geo.metrics.report import Breakdown, BreakdownRow
from geo.surveys import WalkEffect

WHY = "Alone, fair share and together differ because barriers stand behind one another."
STEPS, GATE, KERB = "way/11", "pin-22", "pin-33"


def barriers_at(middle: Point) -> tuple[Barrier, Barrier, Barrier]:
    """Steps that the map shows, a gate that pins tell of, and a kerb of pins that an officer corrected."""
    x, y = middle.x, middle.y
    steps = Barrier(
        id=STEPS,
        label="Steps near Skinner Street",
        kind="steps",
        source=BarrierSource.MAP,
        effect=WalkEffect.BLOCKS,
        geometry=LineString([(x, y), (x + 60, y + 30)]),
        meets=Meets.ALONG,
        extra_m={"wheelchair": inf},
        evidence=Evidence(osm=("way/11",), tags=("highway=steps",)),
    )
    gate = Barrier(
        id=GATE,
        label="Locked, gated, hours, fees, fences near Main Street",
        kind="b-gate",
        source=BarrierSource.PINS,
        effect=WalkEffect.BLOCKS,
        geometry=Point(x - 120, y + 80),
        meets=Meets.NEAREST,
        extra_m={"wheelchair": inf, "any-walker": inf},
        until=date(2026, 12, 24),
        evidence=Evidence(pins=("a", "b", "c"), contributors=3, against=("d",)),
    )
    kerb = Barrier(
        id=KERB,
        label="Steps, kerb, slope, broken lift near Park Path",
        kind="b-step",
        source=BarrierSource.PINS,
        effect=WalkEffect.SLOWS,
        geometry=Point(x + 150, y - 90),
        meets=Meets.FEATURE,
        extra_m={"wheelchair": 60.0},
        evidence=Evidence(pins=tuple("efghijk"), contributors=6),
        corrected=Correction(subject=KERB, effect=WalkEffect.SLOWS, why="There is a ramp <b>beside</b> it."),
    )
    return (
        steps,
        gate,
        replace(kerb, original=replace(kerb, effect=WalkEffect.BLOCKS, extra_m={"wheelchair": inf}, corrected=None)),
    )


def report_by_hand(
    grid: NationalGrid,
    area: Area,
    persona_id: str = ANY_WALKER.id,
    standard: ReachStandard = DEFAULT_STANDARD,
    settings: BarrierSettings | None = None,
) -> BarrierReport:
    """The report of the table above."""
    steps, gate, kerb = barriers_at(area.geometry.representative_point())
    return BarrierReport(
        area=area,
        persona=persona_id,
        standard=standard,
        coverage=_coverage(area),
        settings=settings or BarrierSettings(),
        without=Reach(residents=2400.0, meet=1700.0, no_way=0.0, mean_min=8.0),
        reach=Reach(residents=2400.0, meet=1500.0, no_way=40.0, mean_min=9.5),
        recoverable=200.0,
        barriers=(
            _priced(grid, steps, single=120.0, low=90.0, high=130.0, shapley=110.0, in_bundle=1),
            _priced(grid, gate, single=60.0, low=60.0, high=60.0, shapley=70.0, in_bundle=2),
            _priced(grid, kerb, single=0.0, low=0.0, high=0.0, shapley=20.0, in_bundle=None),
        ),
        bundles=(
            Bundle(size=1, ids=(STEPS,), gain=120.0),
            Bundle(size=2, ids=(STEPS, GATE), gain=200.0),
        ),
        sensitivity=(
            SensitivityRow(key="half", label="Half the penalty", recoverable=150.0, first_id=STEPS,
                           rank_correlation=0.95, top_kept=3),
            SensitivityRow(key="pins", label="What people told us alone", recoverable=0.0, first_id=None,
                           rank_correlation=None, top_kept=0),
        ),
        critical=(
            CriticalLink(label="Footbridge near the river", place=grid.point_to_wgs84(529400.0, 180100.0),
                         osm="way/77", lose_standard=340.0, lose_any_way=6.0),
        ),
        felt=(
            FeltGap(kind="felt-not-modelled", label="Road hard to cross near High Street",
                    place=grid.point_to_wgs84(529400.0, 180100.0), pins=12, residents=None),
        ),
        breakdowns=tuple(
            Breakdown(
                id=f"{key}_by_age",
                metric=f"{key}_share",
                caption=f"{caption}, by age",
                unit="% of residents",
                rows=tuple(
                    BreakdownRow(key=label, label=label, value=value)
                    for label, value in zip(("Everyone", "Under 16", "65 and over"), values, strict=True)
                ),
            )
            for key, caption, values in (
                ("barrier_free_met", "Would meet the standard without barriers", (70.8, 80.0, None)),
                ("barrier_met", "Meet the standard with all barriers", (62.5, 60.0, None)),
                ("barrier_lost", "Lose the standard to barriers", (8.3, 20.0, None)),
            )
        ),
        untold=4,
        why_they_differ=WHY,
    )  # fmt: skip


def empty_report(report: BarrierReport, *, untold: int = 0) -> BarrierReport:
    """The same area without a barrier that costs anyone anything; `untold` are known and cost nothing."""
    return replace(
        report,
        reach=report.without,
        recoverable=0.0,
        barriers=(),
        bundles=(),
        sensitivity=(),
        critical=(),
        felt=(),
        breakdowns=(),
        untold=untold,
        why_they_differ="",
    )


def unknown_report(report: BarrierReport) -> BarrierReport:
    """The same area where no walking network is installed."""
    nothing = replace(report.coverage, network_id=None, network_name=None, network_date=None, area_share=0.0)
    return replace(
        empty_report(report), coverage=nothing, reach=None, without=None, recoverable=None, notes=(nothing.note,)
    )


def _priced(
    grid: NationalGrid,
    barrier: Barrier,
    *,
    single: float,
    low: float,
    high: float,
    shapley: float,
    in_bundle: int | None,
) -> PricedBarrier:
    middle = barrier.geometry.interpolate(0.5, normalized=True) if barrier.geometry.length else barrier.geometry
    return PricedBarrier(
        barrier=barrier,
        place=grid.point_to_wgs84(middle.x, middle.y),
        single=single,
        low=low,
        high=high,
        shapley=shapley,
        shapley_error=0.0,
        minutes=10.0 * single,
        opened=20.0 if single > 100 else 0.0,
        in_bundle=in_bundle,
    )


def _coverage(area: Area) -> Coverage:
    return Coverage(
        area_id=area.id,
        network_id="town",
        network_name="The town",
        network_date="2026-07-20",
        area_share=1.0,
        margin_share=1.0,
        margin_m=1600.0,
    )
