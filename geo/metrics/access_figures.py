"""All figures of access of one area."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError
from geo.metrics.access_ground import AccessGround, prepare_access
from geo.metrics.access_walks import home_walks
from geo.metrics.catalogue.access import ACCESS_METRICS
from geo.metrics.catalogue.metric import Need
from geo.metrics.cumulative import cumulative_figures
from geo.metrics.everyday_mix import everyday_mix_figures
from geo.metrics.green_standards import green_standard_figures
from geo.metrics.listed_spaces import without_nought
from geo.metrics.nearest_kinds import nearest_kind_figures
from geo.metrics.nobody import nobody_here
from geo.metrics.play_space import play_figures
from geo.metrics.provision import provision_figures
from geo.metrics.report import Figures, measured
from geo.metrics.standards_access import CATCHMENT_MINUTES, MIX_MINUTES, REACH_MINUTES, LondonPlanVariant
from geo.metrics.stops import stop_figures
from geo.metrics.street_access import street_figures
from geo.metrics.study import Study

__all__ = ["AccessGround", "AccessSettings", "access_figures", "prepare_access"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """What a reader may choose. Minutes are from 1 to 15; else `InputError`.

    `london_plan` is which published distances of Table 8.1 to take; `catchment_minutes` how far people go for shared
    space (floating catchments, hectares in reach); `mix_minutes` how far for the everyday mix.
    """

    london_plan: LondonPlanVariant = LondonPlanVariant.TABLE_8_1
    catchment_minutes: float = CATCHMENT_MINUTES.value
    mix_minutes: float = MIX_MINUTES.value

    def __post_init__(self) -> None:
        longest = REACH_MINUTES[-1].value
        for minutes in (self.catchment_minutes, self.mix_minutes):
            if not 1 <= minutes <= longest:
                raise InputError(f"Walks may be from 1 to {longest:.0f} minutes, not {minutes:g}.")


def access_figures(study: Study, prepared: AccessGround, settings: AccessSettings | None = None) -> Figures:
    """Every figure of access: walks to each kind, standards, choice, provision, the everyday mix, stops, streets."""
    chosen = settings or AccessSettings()
    walks = home_walks(study, prepared)
    nobody = nobody_here(study)
    if nobody:
        of_people = [metric.id for metric in ACCESS_METRICS if Need.RESIDENTS in metric.needs]
        unknown = (measured(metric, None, notes=[nobody, study.coverage.note]) for metric in of_people)
        return Figures(measurements=(*unknown, *street_figures(walks).measurements))
    families = (
        nearest_kind_figures(walks),
        green_standard_figures(walks, chosen.london_plan),
        play_figures(walks),
        cumulative_figures(walks),
        provision_figures(walks, chosen.catchment_minutes),
        everyday_mix_figures(walks, chosen.mix_minutes),
        stop_figures(walks),
        street_figures(walks),
    )
    found = Figures(
        measurements=tuple(each for family in families for each in family.measurements),
        breakdowns=tuple(each for family in families for each in family.breakdowns),
    )
    return found if prepared.outlines_mapped else without_nought(found)
