"""The fields of each exported layer, as data: what a column is called and what it holds.

Names are kebab-case and shaped after planning.data.gov.uk, which has no dataset for consultation responses; nothing
here conforms to one. A field that this survey did not ask for stays in the file, empty, so that columns never move.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One column: its name, its meaning, and whether it holds numbers. Empty means not known or not asked."""

    name: str
    meaning: str
    is_number: bool = False


CORE_FIELDS = (
    Field("reference", "unique and permanent within the dataset"),
    Field("name", "in words"),
    Field("dataset", "area | pin | public-space"),
    Field("organisation", "CURIE of the local authority in whose area it lies, e.g. local-authority:SWK"),
    Field("documentation-url", "where the thing itself is described"),
    Field("notes", "what to know before using it"),
    Field("entry-date", "ISO date on which it was last changed"),
    Field("start-date", "ISO date on which it came to be"),
    Field("end-date", "ISO date; empty = current"),
)

ORIGIN_FIELDS = (
    Field("licence", "under which terms this feature may be used"),
    Field("attribution", "the line to show with it"),
    Field("invented", "true for practice data: no real place and no real person"),
)

PIN_FIELDS = (
    *CORE_FIELDS,
    Field("kind", "welcoming | barrier | both"),
    Field("category", "code of the answer chosen"),
    Field("category-scheme-version", "version of the list of answers"),
    Field("description", "the writer's own words"),
    Field("effect", "slows-me | other-way | avoid-at-times | never-go: what the writer says it does to them"),
    Field("severity", "little | some | much | stops"),
    Field("time-of-day", "always | some-days | dark | works: when it is there"),
    Field("temporary", "true for works; end-date is then the day they end, where the writer gave it"),
    Field("affected-groups", "wheels | pushchair | older | children | after-dark | anyone, parted by ;"),
    Field("knowledge-basis", "live | work | visit | virtual-visit: how the writer knows the place"),
    Field("collection-method", "web | paper | facilitated | virtual-visit | import | invented"),
    Field("visit-reference", "the study visit it came from"),
    Field("supporter-count", "how many others supported it, where asked", True),
    Field("location-precision-metres", "how far the true place may lie from the one shown", True),
    Field("geometry-role", "exact-public-space | snapped | grid-cell | drawn (a line or an area)"),
    Field("moderation-status", "published: only published pins are exported"),
    Field("response-status", "what the council answered, where it did"),
    Field("response-text", ""),
    Field("response-date", ""),
    Field("borough-code", "ONS code of the borough of the place shown"),
    Field("ward-code", "ONS code of the ward of the place shown"),
    Field("ward-code-vintage", "of which date the ward codes are"),
    Field("area-reference", "the area this export was made for"),
    *ORIGIN_FIELDS,
)

# The area's figures follow these (geo.export.features.figure_fields).
AREA_FIELDS = (
    *CORE_FIELDS,
    Field("kind", "regeneration | town-centre | ward | borough | site | extract"),
    Field("borough-code", "ONS code"),
    Field("borough-name", ""),
    Field("area-km2", "of its geometry", True),
    Field("persona", "who the figures are for"),
    Field("network-coverage", "share of the area (0 to 1) that the walking network covers", True),
    *ORIGIN_FIELDS,
)

SPACE_FIELDS = (
    *CORE_FIELDS,
    Field("kind", "code of the kind of space"),
    Field("group", "open | community"),
    Field("access", "public | restricted | private | unknown, as the map has it"),
    Field("wheelchair", "yes | limited | no; empty where the map does not say"),
    Field("opening-hours", "as tagged in OpenStreetMap"),
    Field("area-ha", "of its polygon; empty where only a point is known", True),
    Field("part-of", "reference of the space it lies in"),
    Field("area-reference", "the area this export was made for"),
    *ORIGIN_FIELDS,
)
