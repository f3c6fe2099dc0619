"""What a design file is by its first bytes, and unpacking a zip file without trusting a word of it.

Names inside an archive are shown to people but never used as paths: members are written under names of our own. Sizes
are counted while unpacking, since an archive may lie about them.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path, PurePosixPath

from geo.errors import InputError
from geo.sources.design_limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES

_CHUNK = 1 << 16
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_WHOLE = (".geojson", ".json", ".gpkg", ".kml", ".dxf")
_SMALL = 4_096  # a ratio says nothing of a few bytes
_SHAPE_MAGIC = b"\x00\x00\x27\x0a"


class DesignFormat(StrEnum):
    """The formats that designs are read from."""

    GEOJSON = "GeoJSON"
    SHAPEFILE = "Shapefile"
    GEOPACKAGE = "GeoPackage"
    KML = "KML"
    DXF = "DXF"


ASKED_FOR = "Give GeoJSON, a zipped Shapefile, a GeoPackage, KML or DXF."


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One data set on the disk: its format, its path, and what people call it."""

    format: DesignFormat
    path: Path
    name: str


def lay_out(data: bytes, name: str, folder: Path) -> list[Unpacked]:
    """The data sets of a file, laid into `folder` under names of our own. Raises `InputError` for what is none."""
    if data[:4] == b"PK\x03\x04":
        return _unzipped(data, folder)
    kind = format_of(data)
    path = folder / f"design{_SUFFIX[kind]}"
    path.write_bytes(data)
    return [Unpacked(kind, path, name)]


def format_of(data: bytes) -> DesignFormat:
    """The format by the first bytes, whatever the file is called. Raises `InputError` for any other."""
    if not data.strip():
        raise InputError(f"The file is empty. {ASKED_FOR}")
    for magic, said in _NOT_READ:
        if data.startswith(magic):
            raise InputError(said)
    if data.startswith(b"SQLite format 3\x00"):
        return DesignFormat.GEOPACKAGE
    head = data[:4_096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] in {b"{", b"["}:
        return DesignFormat.GEOJSON
    if head[:1] == b"<":
        return _xml(data)
    words = head.split(maxsplit=2)
    if len(words) >= 2 and words[0] in {b"0", b"999"} and b"SECTION" in head:
        return DesignFormat.DXF
    raise InputError(f"The file is of no kind that can be read. {ASKED_FOR}")


_SUFFIX = {
    DesignFormat.GEOJSON: ".geojson",
    DesignFormat.SHAPEFILE: ".shp",
    DesignFormat.GEOPACKAGE: ".gpkg",
    DesignFormat.KML: ".kml",
    DesignFormat.DXF: ".dxf",
}
_NOT_READ = (
    (b"AutoCAD Binary DXF", "This is a binary DXF file. Save it as DXF text (ASCII), and try again."),
    (b"AC10", "This is a DWG file, which cannot be read. Save the drawing as DXF, and try again."),
    (b"%PDF", f"This is a PDF, a picture without places. {ASKED_FOR}"),
    (_SHAPE_MAGIC, "A Shapefile is several files. Put the .shp, .shx, .dbf and .prj into one zip file, and give that."),
)


def _xml(data: bytes) -> DesignFormat:
    if b"\x00" in data[:4_096]:
        raise InputError("The XML is not in UTF-8. Save it as UTF-8, and try again.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("The XML defines entities of its own, which KML does not need. Export it again as plain KML.")
    if b"<kml" not in data[:65_536] and b":kml" not in data[:65_536]:
        raise InputError(f"The file is XML, but not KML. {ASKED_FOR}")
    return DesignFormat.KML


def _unzipped(data: bytes, folder: Path) -> list[Unpacked]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check(members)
            sets = list(_data_sets(members))
            if not sets:
                raise InputError(f"The zip file holds no design. {ASKED_FOR}")
            unpacking = _Unpacking(archive, folder)
            return [_lay(unpacking, number, name, parts) for number, (name, parts) in enumerate(sets)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError) as broken:
        raise InputError("The zip file is damaged and cannot be unpacked. Make it again.") from broken


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise InputError(f"The zip file holds {len(members):,} files; {MAX_MEMBERS} is the most. Leave others out.")
    if any(member.flag_bits & 0x1 for member in members):
        raise InputError("The zip file has a password. Make it without one.")
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise InputError("The zip file is packed in an unusual way. Make it with the usual “deflate” method.")
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise InputError(_too_large())


def _data_sets(members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, dict[str, zipfile.ZipInfo]]]:
    """Each data set's name with its members by suffix: a Shapefile has several, every other format one."""
    stems: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        suffix = path.suffix.lower()
        if path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if suffix in _PARTS:
            stems.setdefault(str(path.with_suffix("")).lower(), {}).setdefault(suffix, member)
        elif suffix in _WHOLE:
            yield path.name, {suffix: member}
    for parts in stems.values():
        if ".shp" in parts:
            yield PurePosixPath(parts[".shp"].filename.replace("\\", "/")).stem, parts


@dataclass
class _Unpacking:
    """An archive with the folder it goes to, and the bytes that may still be unpacked."""

    archive: zipfile.ZipFile
    folder: Path
    left: int = MAX_UNPACKED_BYTES


def _lay(unpacking: _Unpacking, number: int, name: str, parts: dict[str, zipfile.ZipInfo]) -> Unpacked:
    paths = {}
    for suffix, member in parts.items():
        paths[suffix] = unpacking.folder / f"set{number}{suffix}"
        _unpack(unpacking, member, paths[suffix])
    if ".shp" not in paths:
        (path,) = paths.values()
        return Unpacked(format_of(path.read_bytes()), path, name)
    with paths[".shp"].open("rb") as file:
        if file.read(4) != _SHAPE_MAGIC:
            raise InputError("The .shp in the zip file is no Shapefile. Export it again.")
    return Unpacked(DesignFormat.SHAPEFILE, paths[".shp"], name)


def _unpack(unpacking: _Unpacking, member: zipfile.ZipInfo, path: Path) -> None:
    allowed = max(member.compress_size * MAX_RATIO, _SMALL)
    with unpacking.archive.open(member) as source, path.open("wb") as target:
        written = 0
        while block := source.read(_CHUNK):
            written += len(block)
            unpacking.left -= len(block)
            if written > allowed:
                raise InputError(f"The zip file grows more than {MAX_RATIO}-fold when unpacked. Make it again.")
            if unpacking.left < 0:
                raise InputError(_too_large())
            target.write(block)


def _too_large() -> str:
    return (
        f"The zip file holds more than {MAX_UNPACKED_BYTES // 1_000_000} MB. Cut it to the site and its surroundings."
    )
