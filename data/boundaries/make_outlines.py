"""Makes london_boroughs_outline.geojson from R's spData (CC0), once; the app never runs this.

    dpkg -x r-cran-spdata_2.2.1-1_all.deb spdata        # Debian's package, sha256 in README.md
    python data/boundaries/make_outlines.py \
        spdata/usr/lib/R/site-library/spData/data/Rdata ostn15_shifts_1km_gb.npz

It needs the package `rdata`, which reads R's files, beside the app's own. spData published the Greater London
Authority's National Grid outlines in degrees by the Helmert shift (undoing it so leaves 1.7 km2 of difference to the
ONS outlines of 2020; undoing it by OSTN15 leaves 2.3), so it is undone by the same shift and redone by OSTN15.
"""

import gzip
import json
import sys
import zlib
from pathlib import Path

import numpy as np
import rdata
import shapely
from pyproj import Transformer
from shapely import MultiPolygon, Polygon

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from geo.crs import BNG, WGS84, open_grid  # noqa: E402  (the repository is put on the path first)

TOLERANCE_M = 10.0
OUTPUT = Path(__file__).with_name("london_boroughs_outline.geojson")


def read_object(stem: str, name: str) -> bytes:
    """One object of R's lazy-load database: where the index says it lies, after four bytes that give its length."""
    index = rdata.conversion.convert(rdata.parser.parse_data(gunzip(Path(f"{stem}.rdx").read_bytes())))
    offset, length = (int(value) for value in index["variables"][name])
    chunk = Path(f"{stem}.rdb").read_bytes()[offset : offset + length]
    return zlib.decompress(chunk[4:])


def gunzip(data: bytes) -> bytes:
    """R's index is compressed in either of two ways."""
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else zlib.decompress(data)


def levels(parsed, column: int) -> list[str]:
    """The texts of an R factor, in order; `rdata` gives their numbers alone for a frame of sf's class."""
    attributes = parsed.object.value[column].attributes
    while attributes is not None and attributes.value is not None:
        tag = attributes.tag
        tag = tag.referenced_object or tag
        if tag.value.value == b"levels":
            return [text.value.decode() for text in attributes.value[0].value]
        attributes = attributes.value[1]
    raise SystemExit("The column has no levels: is this spData's lnd?")


def main(stem: str, shifts: str) -> None:
    """Read, undo the Helmert shift, simplify all borders together, redo by OSTN15, write."""
    parsed = rdata.parser.parse_data(read_object(stem, "lnd"))
    frame = rdata.conversion.convert(parsed, constructor_dict={})
    names = [levels(parsed, 0)[number - 1] for number in frame["NAME"]]
    codes = [levels(parsed, 1)[number - 1] for number in frame["GSS_CODE"]]
    outlines = np.array(
        [MultiPolygon([Polygon(part[0], part[1:]) for part in parts]) for parts in frame["geometry"]], dtype=object
    )
    helmert = Transformer.from_crs(WGS84, BNG, always_xy=True)
    metres = shapely.transform(outlines, lambda xy: np.column_stack(helmert.transform(xy[:, 0], xy[:, 1])))
    simple = shapely.coverage_simplify(metres, TOLERANCE_M)
    degrees = open_grid(Path(shifts)).geometry_to_wgs84(simple)
    degrees = shapely.transform(degrees, lambda xy: np.round(xy, 5))
    assert shapely.is_valid(degrees).all()
    assert shapely.coverage_is_valid(degrees)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"borough_code": code, "borough_name": name},
            "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(shape))),
        }
        for code, name, shape in sorted(zip(codes, names, degrees, strict=True), key=lambda row: row[0])
    ]
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features)
    OUTPUT.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{OUTPUT}: {len(features)} boroughs, {shapely.get_num_coordinates(degrees).sum():,} points")


if __name__ == "__main__":
    main(*sys.argv[1:3])
