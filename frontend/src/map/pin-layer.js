// What people said, as marks: a teal circle, a vermilion triangle, a plum split square, each with a white ring.

import { COLOUR } from "../shared/colours.js";
import { overlaps, toLines, toShape, toWorld, worldPerMetre } from "./geometry.js";
import { createOverlay, tracePath } from "./overlay.js";

const DISC_FROM_ZOOM = 15;
const SHAPES_FROM_ZOOM = 12;
const REACH_PX = 14;

/** Draw a kind's mark at x, y; r is half its width without the ring. */
export function drawMark(context, kind, x, y, r, { ring = 2, chosen = false } = {}) {
  if (chosen) {
    outline(context, kind, x, y, r);
    context.lineWidth = ring * 2 + 5;
    context.strokeStyle = COLOUR.ink;
    context.stroke();
  }
  outline(context, kind, x, y, r);
  context.lineJoin = "round";
  context.lineWidth = ring * 2;
  context.strokeStyle = chosen ? COLOUR.focus : COLOUR.white;
  context.stroke();
  context.fillStyle = COLOUR[kind];
  context.fill();
  if (kind === "both") {
    const s = r * 0.86;
    context.beginPath();
    context.moveTo(x - s, y + s);
    context.lineTo(x + s, y + s);
    context.lineTo(x + s, y - s);
    context.closePath();
    context.fillStyle = "#C9B3E0";
    context.fill();
  }
}

function outline(context, kind, x, y, r) {
  context.beginPath();
  if (kind === "welcoming") {
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else if (kind === "barrier") {
    context.moveTo(x, y - r * 1.16);
    context.lineTo(x + r * 1.12, y + r * 0.84);
    context.lineTo(x - r * 1.12, y + r * 0.84);
    context.closePath();
  } else {
    const s = r * 0.88;
    context.rect(x - s, y - s, 2 * s, 2 * s);
  }
}

function radiusAt(zoom) {
  return Math.min(8.5, Math.max(2.6, 2.6 + (zoom - 10) * 1.05));
}

export class PinLayer {
  /** `shown(pin)` says whether a pin's kind and category are switched on. */
  constructor(L, map, { shown }) {
    this.map = map;
    this.shown = shown;
    this.pins = new Map();
    this.chosen = new Set();
    this.overlay = createOverlay(L, { pane: "pins", paint: (view) => this.#paint(view) }).addTo(map);
  }

  /** Take in changes: pins put or replaced, ids removed. */
  change(pins, removed) {
    for (const id of removed) this.pins.delete(id);
    for (const pin of pins) {
      const [x, y] = toWorld(pin.lon, pin.lat);
      const path = pin.shape ? (toLines(pin.shape) ?? toShape(pin.shape)) : null;
      this.pins.set(pin.id, { ...pin, x, y, path });
    }
    this.overlay.repaint();
  }

  refresh() {
    this.overlay.repaint();
  }

  /** The pins at a world point, nearest first. */
  at(x, y) {
    const zoom = this.map.getZoom();
    const reach = (radiusAt(zoom) + REACH_PX) / 2 ** zoom;
    const near = [];
    for (const pin of this.pins.values()) {
      const distance = Math.hypot(pin.x - x, pin.y - y);
      if (distance <= reach && this.shown(pin)) near.push([distance, pin]);
    }
    return near.sort((a, b) => a[0] - b[0]).map(([, pin]) => pin);
  }

  /** What shows within bounds, newest first. */
  within([west, north, east, south]) {
    const found = [];
    for (const pin of this.pins.values()) {
      if (pin.x >= west && pin.x <= east && pin.y >= north && pin.y <= south && this.shown(pin)) found.push(pin);
    }
    return found.sort((a, b) => (a.created < b.created ? 1 : -1));
  }

  choose(pins) {
    this.chosen = new Set(pins.map((pin) => pin.id));
    this.overlay.repaint();
  }

  #paint(view) {
    const { context, zoom, scale, ox, oy, bounds } = view;
    const radius = radiusAt(zoom);
    const margin = (radius + 4) / scale;
    const [west, north, east, south] = [bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin];
    const ratio = context.getTransform().a;
    const sprites = Object.fromEntries(["welcoming", "barrier", "both"].map((kind) => [kind, sprite(kind, radius, zoom, ratio)]));
    const half = sprites.both.width / ratio / 2;
    const last = [];
    if (zoom >= SHAPES_FROM_ZOOM) {
      for (const pin of this.pins.values()) {
        if (pin.path && overlaps(pin.path.bbox, bounds) && this.shown(pin)) drawn(view, pin, this.chosen.has(pin.id));
      }
    }
    for (const pin of this.pins.values()) {
      if (pin.x < west || pin.x > east || pin.y < north || pin.y > south || !this.shown(pin)) continue;
      if (this.chosen.has(pin.id)) {
        last.push(pin);
        continue;
      }
      const x = pin.x * scale - ox;
      const y = pin.y * scale - oy;
      if (zoom >= DISC_FROM_ZOOM && pin.precision_m > 0 && !pin.path) disc(context, pin, x, y, scale);
      context.drawImage(sprites[pin.kind], x - half, y - half, 2 * half, 2 * half);
    }
    for (const pin of last) {
      const x = pin.x * scale - ox;
      const y = pin.y * scale - oy;
      if (pin.precision_m > 0 && !pin.path) disc(context, pin, x, y, scale, true);
      drawMark(context, pin.kind, x, y, radius + 2, { chosen: true });
    }
  }
}

/** The line or area that was drawn for a pin, as the public sees it. */
function drawn(view, pin, strong) {
  const { context } = view;
  const area = pin.shape.type === "Polygon";
  tracePath(view, pin.path, area);
  context.lineJoin = context.lineCap = "round";
  if (area) {
    context.globalAlpha = strong ? 0.22 : 0.1;
    context.fillStyle = COLOUR[pin.kind];
    context.fill("evenodd");
  }
  for (const [colour, width, alpha] of [[strong ? COLOUR.focus : COLOUR.white, strong ? 9 : 6, 0.9], [COLOUR[pin.kind], strong ? 5 : 3, 0.95]]) {
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** How far from its mark a pin may really be. */
function disc(context, pin, x, y, scale, strong = false) {
  const radius = pin.precision_m * worldPerMetre(pin.lat) * scale;
  if (radius < 6) return;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.globalAlpha = strong ? 0.16 : 0.07;
  context.fillStyle = COLOUR[pin.kind];
  context.fill();
  context.globalAlpha = strong ? 0.8 : 0.3;
  context.setLineDash([4, 4]);
  context.lineWidth = 1;
  context.strokeStyle = COLOUR[pin.kind];
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

const sprites = new Map();

/** A mark painted once for a size, then stamped: fifty thousand pins draw in a few milliseconds. */
function sprite(kind, radius, zoom, ratio) {
  const key = `${kind} ${radius} ${ratio}`;
  if (!sprites.has(key)) {
    const ring = zoom < 12 ? 0.8 : 1.8;
    const canvas = document.createElement("canvas");
    const side = Math.ceil(2 * (radius * 1.3 + ring + 1) * ratio);
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    drawMark(context, kind, side / ratio / 2, side / ratio / 2, radius, { ring });
    sprites.set(key, canvas);
  }
  return sprites.get(key);
}
