"""The page around a map that opens offline: its words beside it on a wide screen, under it on a narrow one."""

from __future__ import annotations

from string import Template

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 17px/1.5 "Atkinson Hyperlegible", system-ui, sans-serif; color: #1B1F24; background: #FFFFFF; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 24rem; min-height: 100vh; }
.map { position: sticky; top: 0; height: 100vh; }
.folium-map { position: absolute; inset: 0; background: #F4F3EF; }
.leaflet-container { font: inherit; font-size: 15px; }
.leaflet-control-layers label { padding: 2px 0; }
.words { padding: 1.25rem 1.5rem 2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .4rem 0; max-width: 70ch; }
ol, ul { padding-left: 1.4rem; margin: .25rem 0; }
ol li { margin: .35rem 0; font-variant-numeric: tabular-nums; }
ol strong { display: block; }
.legend { list-style: none; padding: 0; }
.legend span { display: inline-block; width: 1.6rem; height: .9rem; margin-right: .6rem; vertical-align: -1px;
  background: var(--c); border: 1px solid #8A9099; }
.legend .line { height: 4px; border: 0; vertical-align: 4px; }
.legend .dashed { height: 0; border: 0; border-top: 3px dashed var(--c); background: none; vertical-align: 4px; }
.legend .point { width: .9rem; margin: 0 .95rem 0 .35rem; border-radius: 50%; border-color: #FFFFFF; }
.notes { color: #595F69; font-size: .9rem; margin-top: 1.5rem; }
.rank { background: none; border: 0; box-shadow: none; color: #FFFFFF; font-weight: 700; font-size: 12px; padding: 0; }
.rank::before { display: none; }
.leaflet-popup-content strong { font-size: 1rem; }
.leaflet-popup-content p { margin: .25rem 0 0; }
:focus-visible { outline: 3px solid #FFBF00; outline-offset: 2px; }
@media (max-width: 760px) { main { display: block; } .map { position: relative; height: 65vh; } }
@media print { .map { position: relative; height: 60vh; } main { display: block; } }
"""

PAGE = Template(
    """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<div class="map" role="region" aria-label="Map">$drawing</div>
<div class="words">
<h1>$title</h1>
$lead
$ranked
<h2>On the map</h2>
<ul class="legend">$legend</ul>
<div class="notes">$notes$credits</div>
</div>
</main>
<script>$leaflet</script>
<script>$script</script>
</body>
</html>
"""
)
