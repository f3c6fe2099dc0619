// Names of boroughs, wards and spaces on the map, larger things first, none on top of another.

import { COLOUR, FONT } from "../shared/colours.js";
import { overlaps } from "./geometry.js";
import { createOverlay } from "./overlay.js";
import { anchorOf } from "./space-layer.js";

const LOOK = {
  borough: { size: 14, weight: 700, colour: COLOUR.ink, rank: 0, spaced: true },
  "town-centre": { size: 12.5, weight: 700, colour: COLOUR.townCentre, rank: 1 },
  ward: { size: 12.5, weight: 400, colour: COLOUR.quiet, rank: 2 },
  regeneration: { size: 12, weight: 700, colour: COLOUR.regeneration, rank: 3 },
  open: { size: 11.5, weight: 400, colour: "#2F5A27", rank: 4, italic: true, below: true },
  community: { size: 11.5, weight: 400, colour: COLOUR.community, rank: 5, italic: true, below: true },
};

/** `sources` are layers with a `named(zoom)` generator of {id, features}. */
export function createLabels(L, map, sources) {
  const anchors = new WeakMap();
  const anchor = (feature) => {
    if (!anchors.has(feature)) anchors.set(feature, anchorOf(feature));
    return anchors.get(feature);
  };
  return createOverlay(L, {
    pane: "names",
    padding: 0.1,
    paint(view) {
      const taken = [];
      const groups = sources.flatMap((source) => [...source.named(view.zoom)]).sort((a, b) => LOOK[a.id].rank - LOOK[b.id].rank);
      for (const { id, features } of groups) {
        for (const feature of features) {
          if (overlaps(feature.shape.bbox, view.bounds)) write(view, LOOK[id], feature, anchor(feature), taken);
        }
      }
    },
  }).addTo(map);
}

function write(view, look, feature, [wx, wy, width], taken) {
  const { context, scale, ox, oy, size, zoom } = view;
  const x = wx * scale - ox;
  const below = look.below && feature.shape.point;
  const y = wy * scale - oy + (below ? 13 : 0);
  if (x < 0 || y < 0 || x > size.x || y > size.y) return;
  const room = width * scale;
  // A name far wider than its area would lie over its neighbours.
  if (room && room < 46 && !below) return;
  const pixels = look.size + (zoom >= 15 ? 1 : 0);
  context.font = `${look.italic ? "italic " : ""}${look.weight} ${pixels}px ${FONT}`;
  context.letterSpacing = look.spaced ? "0.06em" : "0px";
  const lines = wrapped(context, look.spaced ? feature.properties.name.toUpperCase() : feature.properties.name, Math.max(90, room * 0.9));
  const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2;
  const high = (lines.length * pixels * 1.15) / 2;
  const box = [x - half - 4, y - high - 2, x + half + 4, y + high + 2];
  if (taken.some((other) => overlaps(other, box))) return;
  taken.push(box);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = "rgba(252, 251, 248, 0.92)";
  context.lineWidth = 3.5;
  context.fillStyle = look.colour;
  lines.forEach((line, i) => {
    const at = y + (i - (lines.length - 1) / 2) * pixels * 1.15;
    context.strokeText(line, x, at);
    context.fillText(line, x, at);
  });
}

function wrapped(context, text, room) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && context.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
