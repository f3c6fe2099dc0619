"""Where this host gives what the small maps show (see ui.routes); relative to its base path."""

from __future__ import annotations

from urllib.parse import urlencode


def report_map_source(area_id: str, layer_id: str, persona_id: str) -> str:
    """What a map of a report shows: one area, one layer, one walker."""
    return "api/report-map?" + urlencode({"area": area_id, "layer": layer_id, "persona": persona_id})
