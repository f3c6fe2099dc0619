"""Steps that put parts together: the tables that the app reads, the search index and what the map loads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import SourceError
from geo.sources.atomic import write_parquet
from geo.sources.extract_steps import PRACTICE, extract_folder
from geo.sources.manifest import manifest
from geo.sources.source_steps import Work, layer_record, short_title
from geo.sources.steps import Outcome, Say, Step

if TYPE_CHECKING:
    from geo.sources.extract import Extract, KeptExtract


def areas_step(work: Work) -> Step:
    """All areas in one table, the installed walking maps as wholes among them."""
    target = work.data_dir / "areas.parquet"

    def run(_: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.area_rows import merge_areas
        from geo.sources.extract_areas import extract_areas

        parts = _area_parts(work)
        if not parts:
            raise SourceError("No areas are installed: the borough outlines failed. Mend that first.")
        maps = extract_areas(_kept_extracts(work))
        write_parquet(target, merge_areas([*(gpd.read_parquet(part) for part in parts), maps]))
        return Outcome()

    return Step(
        name="table/areas",
        label="Table of areas",
        inputs=lambda: work.inputs(work.state.digests("areas/"), _extract_digests(work)),
        outputs=(target,),
        run=run,
    )


def table_steps(work: Work, *, mode: str) -> list[Step]:
    """Public spaces, stops, search index and display layers, each from all that is installed by then."""
    return [_spaces_step(work), _stops_step(work), _places_step(work), _display_step(work, mode)]


def _spaces_step(work: Work) -> Step:
    target, everywhere = work.data_dir / "spaces.parquet", work.part("london-spaces")

    def run(_: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.space_merge import merge_spaces

        extracts = _extracts(work)
        london_wide = gpd.read_parquet(everywhere) if everywhere.exists() else None
        spaces = merge_spaces(extracts, london_wide)
        write_parquet(target, spaces)
        counts = spaces["source_id"].value_counts().sort_index()
        sources = {entry.id: entry.source for entry in manifest().values()}
        sources |= {extract.source_id: extract.source for extract in extracts}
        cited = [(sources[str(source_id)], int(count)) for source_id, count in counts.items()]
        return Outcome(
            [layer_record(f"Spaces: {short_title(source)}", "spaces", count, source) for source, count in cited]
        )

    return Step(
        name="table/spaces",
        label="Table of public spaces",
        inputs=lambda: work.inputs(_extract_digests(work), work.state.digest_of("london-spaces")),
        outputs=(target,),
        run=run,
    )


def _stops_step(work: Work) -> Step:
    target, everywhere = work.data_dir / "stops.parquet", work.part("london-stops")

    def run(_: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.stop_merge import merge_stops

        extracts = _kept_extracts(work)
        stops = merge_stops(extracts, gpd.read_parquet(everywhere) if everywhere.exists() else None)
        write_parquet(target, stops)
        known = {entry.id: entry.source for entry in manifest().values()} | {
            each.source.id: each.source for each in extracts
        }
        counts = stops["source_id"].value_counts().sort_index()
        return Outcome(
            [
                layer_record(f"Stops: {short_title(known[str(source_id)])}", "stops", int(count), known[str(source_id)])
                for source_id, count in counts.items()
            ]
        )

    return Step(
        name="table/stops",
        label="Table of stops",
        inputs=lambda: work.inputs(_extract_digests(work), work.state.digest_of("london-stops")),
        outputs=(target,),
        run=run,
    )


def _places_step(work: Work) -> Step:
    target, known = work.data_dir / "places.parquet", work.part("stations")

    def run(_: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.gazetteer import build_places

        areas = gpd.read_parquet(work.data_dir / "areas.parquet")
        spaces = gpd.read_parquet(work.data_dir / "spaces.parquet")
        stations = gpd.read_parquet(known) if known.exists() else None
        write_parquet(target, build_places(areas, spaces, _extracts(work), work.grid, stations))
        return Outcome()

    return Step(
        name="table/places",
        label="Search index",
        inputs=lambda: work.inputs(_table_digests(work), work.state.digest_of("stations")),
        outputs=(target,),
        run=run,
    )


def _display_step(work: Work, mode: str) -> Step:
    folder = work.data_dir / "display"

    def run(say: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.display import write_display

        say("simplifying outlines together")
        areas = gpd.read_parquet(work.data_dir / "areas.parquet")
        spaces = gpd.read_parquet(work.data_dir / "spaces.parquet")
        write_display(
            folder,
            areas=areas,
            spaces=spaces,
            extracts=_extracts(work),
            grid=work.grid,
            sources=[entry.source for entry in manifest().values()],
            mode=mode,
        )
        return Outcome()

    return Step(
        name="table/display",
        label="Map layers",
        inputs=lambda: work.inputs(_table_digests(work), mode),
        outputs=(folder / "display.json",),
        run=run,
    )


def _table_digests(work: Work) -> list[Any]:
    return [work.state.digest_of("table/areas"), work.state.digest_of("table/spaces"), _extract_digests(work)]


def _extract_digests(work: Work) -> list[tuple[str, str, str | None]]:
    return [
        (name, extract_id, work.state.digest_of(name)) for name, extract_id in sorted(work.state.extract_ids().items())
    ]


def _extracts(work: Work) -> list[Extract]:
    from geo.sources.extract_files import load_extract

    return [
        load_extract(extract_folder(work.data_dir, extract_id))
        for extract_id in sorted(work.state.extract_ids().values())
    ]


def _kept_extracts(work: Work) -> list[KeptExtract]:
    from geo.sources.extract_files import load_kept

    return [
        load_kept(extract_folder(work.data_dir, extract_id)) for extract_id in sorted(work.state.extract_ids().values())
    ]


def _area_parts(work: Work) -> list[Path]:
    names = [f"areas-{name.removeprefix('areas/')}" for name, _ in work.state.digests("areas/")]
    if PRACTICE in work.state.steps:
        names.append("areas-practice")
    return [path for name in names if (path := work.part(name)).exists()]


def empty_tables(data_dir: Path, *, has_zones: bool) -> None:
    """Write tables without rows where nothing gives zones, so that every reader finds its file.

    `has_zones` is false when a table of zones that is there belongs to what is installed no more.
    """
    from geo.sources.tables import empty_deprivation_zones, empty_zones

    for name, empty in (("zones", empty_zones), ("deprivation_zones", empty_deprivation_zones)):
        path = data_dir / f"{name}.parquet"
        if not path.exists() or (name == "zones" and not has_zones and _has_rows(path)):
            write_parquet(path, empty())


def _has_rows(path: Path) -> bool:
    import pyarrow.parquet as pq

    return bool(pq.read_metadata(path).num_rows)
