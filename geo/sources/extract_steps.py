"""Steps that make walking networks: from OpenStreetMap extracts, a live download, or the practice quarter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import SourceError
from geo.sources.atomic import write_folder, write_parquet
from geo.sources.manifest import source_of
from geo.sources.source_steps import LAYER_NAMES, Work, layer_record, short_title
from geo.sources.steps import Outcome, Say, Step

if TYPE_CHECKING:
    from geo.sources.extract import Extract

MARGIN_M = 1_600.0  # around a downloaded area: more than the longest walk that is measured
PRACTICE = "practice/quarter"
PRACTICE_ZONES = "practice/zones"


def extract_folder(data_dir: Path, extract_id: str) -> Path:
    """Where what was read from an extract is kept."""
    return extract_folders(data_dir) / extract_id


def network_folder(data_dir: Path, extract_id: str) -> Path:
    """Where the walking network made from an extract is kept."""
    return network_folders(data_dir) / extract_id


def extract_folders(data_dir: Path) -> Path:
    """The folder of all `extract_folder`s."""
    return data_dir / "parts" / "extracts"


def network_folders(data_dir: Path) -> Path:
    """The folder of all `network_folder`s."""
    return data_dir / "networks"


def file_steps(work: Work, paths: list[Path]) -> list[Step]:
    """A step for each extract file; of two files with one name and one content the second is passed over."""
    steps, known = [], dict[str, Path]()
    for path in paths:
        other = known.setdefault(path.name, path)
        if other is not path:
            if path.exists() and _same(work, path, other):
                continue
            left_out = f"{path} has the same name as {other}. Rename one of them and give it again."
            steps.append(_file_step(work, path, f"extract/second {path.name}", left_out))
            continue
        gone = None if path.exists() else f"{path} is not there any more. What was read from it stays installed."
        steps.append(_file_step(work, path, f"extract/{path.name}", gone))
    return steps


def live_step(work: Work, area_id: str) -> Step:
    """Download the map around an installed area. It is asked for each time; a failure leaves what was there."""
    name = f"live/{area_id}"

    def run(say: Say) -> Outcome:
        import geopandas as gpd

        from geo.sources.osm_live import download_area

        areas = gpd.read_parquet(work.data_dir / "areas.parquet")
        area = areas[areas["area_id"] == area_id].iloc[0]
        extract = download_area(
            area.geometry,
            work.grid,
            margin_m=MARGIN_M,
            extract_id=f"live-{area_id.lower()}",
            title=f"OpenStreetMap: around {area['name']}",
            progress=say,
        )
        return install_extract(work, name, extract)

    return Step(
        name=name,
        label=f"OpenStreetMap around {area_id}",
        inputs=lambda: work.inputs(area_id, MARGIN_M),
        outputs=_outputs(work, name),
        run=run,
        always=True,
    )


def practice_steps(work: Work) -> list[Step]:
    """The practice quarter's areas, zones and network."""
    target, zones = work.part("areas-practice"), work.data_dir / "zones.parquet"

    def quarter(_: Say) -> Outcome:
        from geo.sources.practice import practice_quarter

        drawn = practice_quarter()
        write_parquet(target, drawn.areas)
        counts = drawn.areas["kind"].value_counts()
        outcome = install_extract(work, PRACTICE, drawn.extract)
        outcome.layers[:0] = [
            layer_record(f"{name} (invented)", str(kind), int(counts[str(kind)]), source_of("practice-quarter"))
            for kind, name in LAYER_NAMES.items()
            if str(kind) in counts
        ]
        return outcome

    def census(_: Say) -> Outcome:
        from geo.sources.practice import practice_quarter

        frame = practice_quarter().zones
        write_parquet(zones, frame)
        return Outcome([layer_record("Census zones (invented)", "zones", len(frame), source_of("practice-quarter"))])

    return [
        Step(
            name=PRACTICE,
            label="Practice quarter (invented)",
            inputs=work.inputs,
            outputs=(target, *_outputs(work, PRACTICE)),
            run=quarter,
        ),
        Step(
            name=PRACTICE_ZONES,
            label="Practice census (invented)",
            inputs=work.inputs,
            outputs=(zones,),
            run=census,
        ),
    ]


def install_extract(work: Work, step_name: str, extract: Extract) -> Outcome:
    """Keep what was read and build the walking network; both take the place of the old ones whole.

    Raises `SourceError` when another source already has that id.
    """
    from geo.network.build import build_network
    from geo.network.graph import NetworkMeta
    from geo.sources.extract_files import save_extract

    taken = {extract_id: name for name, extract_id in work.state.extract_ids().items() if name != step_name}
    if extract.id in taken:
        raise SourceError(f"Another extract is already installed as “{extract.id}”. Rename the file and give it again.")
    meta = NetworkMeta(
        id=extract.id,
        name=extract.title,
        date=extract.date,
        source_id=extract.source_id,
        footprint=extract.footprint,
        invented=extract.invented,
    )
    network = build_network(extract.ways, meta, extract.buildings if len(extract.buildings) else None)
    write_folder(extract_folder(work.data_dir, extract.id), lambda folder: save_extract(extract, folder))
    write_folder(network_folder(work.data_dir, extract.id), network.save)
    layer = layer_record(f"Streets of {short_title(extract.source)}", "streets", len(extract.streets), extract.source)
    return Outcome(layers=[layer], extract_id=extract.id)


def _file_step(work: Work, path: Path, name: str, left_out: str | None) -> Step:
    def run(say: Callable[[str], None]) -> Outcome:
        from geo.sources.osm_extract import read_extract

        return install_extract(work, name, read_extract(path, work.grid, say))

    return Step(
        name=name,
        label=f"Streets of {path.name.removesuffix('.osm.pbf')}",
        inputs=lambda: work.inputs(work.state.fingerprints.sha256(path)),
        outputs=_outputs(work, name),
        run=run,
        left_out=left_out,
    )


def _outputs(work: Work, name: str) -> tuple[Path, ...]:
    """Folders of an extract that is already installed; its id is known once it has been read."""
    extract_id = work.state.extract_ids().get(name)
    if extract_id is None:
        return ()
    return (
        extract_folder(work.data_dir, extract_id) / "extract.json",
        network_folder(work.data_dir, extract_id) / "network.json",
    )


def _same(work: Work, first: Path, second: Path) -> bool:
    return second.exists() and work.state.fingerprints.sha256(first) == work.state.fingerprints.sha256(second)
