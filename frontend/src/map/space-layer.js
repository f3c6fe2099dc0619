// Public spaces: open ones as green shapes, community places as small marks; by kind, from zoom 13.

import { COLOUR } from "../shared/colours.js";
import { contains, labelPoint, overlaps, toShape } from "./geometry.js";
import { createOverlay, tracePath } from "./overlay.js";

const FROM_ZOOM = 13;
const MARK_FROM_ZOOM = 14;
const NAMES_FROM_ZOOM = 16;

export class SpaceLayer {
  /** `described` are the space layers of display.json; `groupOf(kind)` is "open" or "community"; `faint` over a base map that has its own green. */
  constructor(L, map, described, { fetchJson, shown, changed, groupOf, faint = false }) {
    Object.assign(this, { map, described, fetchJson, shown, changed, groupOf, faint });
    this.features = [];
    this.chosen = null;
    this.loading = new Map();
    this.overlay = createOverlay(L, { pane: "spaces", paint: (view) => this.#paint(view) }).addTo(map);
    map.on("zoomend", () => this.refresh());
    this.refresh();
  }

  get isEmpty() {
    return this.described.length === 0;
  }

  refresh() {
    if (this.map.getZoom() >= FROM_ZOOM) this.want();
    this.overlay.repaint();
  }

  /** Fetch every file once; a file that fails is asked for again next time. */
  want() {
    for (const { url } of this.described) {
      if (this.loading.has(url)) continue;
      this.loading.set(url, this.#load(url));
    }
    return Promise.all(this.loading.values());
  }

  async #load(url) {
    try {
      const { features } = await this.fetchJson(url);
      for (const { geometry, properties } of features) {
        const shape = toShape(geometry);
        if (shape) this.features.push({ shape, properties });
      }
      this.overlay.repaint();
      this.changed();
    } catch {
      this.loading.delete(url);
    }
  }

  /** The space under a world point (a mark within `reach` world units, else the smallest shape), or null. */
  at(x, y, reach) {
    if (this.map.getZoom() < FROM_ZOOM) return null;
    let best = null;
    let bestSize = Infinity;
    for (const feature of this.features) {
      if (!this.shown(feature.properties.kind)) continue;
      const { shape } = feature;
      let size;
      if (shape.point) {
        const distance = Math.hypot(shape.point[0] - x, shape.point[1] - y);
        if (distance > reach || this.map.getZoom() < MARK_FROM_ZOOM) continue;
        size = distance * 1e-6;
      } else {
        if (!contains(shape, x, y)) continue;
        size = (shape.bbox[2] - shape.bbox[0]) * (shape.bbox[3] - shape.bbox[1]);
      }
      if (size < bestSize) [best, bestSize] = [feature, size];
    }
    return best;
  }

  /** What shows within bounds, by name; for the list beside the map. */
  within(bounds) {
    return this.features
      .filter(({ shape, properties }) => properties.name && this.shown(properties.kind) && overlaps(shape.bbox, bounds))
      .sort((a, b) => a.properties.name.localeCompare(b.properties.name));
  }

  choose(feature) {
    this.chosen = feature;
    this.overlay.repaint();
  }

  *named(zoom) {
    if (zoom < NAMES_FROM_ZOOM) return;
    // Many public toilets bear the name of the pub or shop that lends them: on the map that reads as if it were the space.
    const tellable = ({ properties }) => properties.name && properties.kind !== "toilets" && this.shown(properties.kind);
    const named = this.features.filter(tellable);
    for (const group of ["open", "community"]) {
      yield { id: group, features: named.filter(({ properties }) => this.groupOf(properties.kind) === group) };
    }
  }

  #paint(view) {
    if (view.zoom < FROM_ZOOM) return;
    const marks = [];
    for (const feature of this.features) {
      const { shape, properties } = feature;
      if (!overlaps(shape.bbox, view.bounds) || !this.shown(properties.kind)) continue;
      const open = this.groupOf(properties.kind) === "open";
      if (shape.point) marks.push(feature);
      else this.#shape(view, shape, open, properties.access === "private" || properties.access === "restricted");
    }
    if (view.zoom >= MARK_FROM_ZOOM) marks.forEach((feature) => this.#mark(view, feature));
    if (this.chosen) this.#outline(view, this.chosen);
  }

  #shape(view, shape, open, closed) {
    const { context } = view;
    tracePath(view, shape);
    context.fillStyle = open ? `rgba(190, 220, 180, ${this.faint ? 0.2 : 0.55})` : "rgba(120, 135, 150, 0.18)";
    context.fill("evenodd");
    context.setLineDash(closed ? [3, 3] : []);
    context.strokeStyle = open ? COLOUR.greenEdge : "#8794A1";
    context.lineWidth = 1;
    context.stroke();
    context.setLineDash([]);
  }

  #mark(view, { shape, properties }) {
    const { context, scale, ox, oy, zoom } = view;
    const [x, y] = [shape.point[0] * scale - ox, shape.point[1] * scale - oy];
    const radius = zoom >= 16 ? 4.5 : 3;
    const open = this.groupOf(properties.kind) === "open";
    context.beginPath();
    if (open) context.arc(x, y, radius, 0, 7);
    else context.rect(x - radius * 0.85, y - radius * 0.85, radius * 1.7, radius * 1.7);
    context.fillStyle = open ? "#4C7A42" : COLOUR.community;
    context.strokeStyle = COLOUR.white;
    context.lineWidth = 1.5;
    context.stroke();
    context.fill();
  }

  #outline(view, { shape }) {
    const { context, scale, ox, oy } = view;
    if (shape.point) {
      context.beginPath();
      context.arc(shape.point[0] * scale - ox, shape.point[1] * scale - oy, 10, 0, 7);
    } else {
      tracePath(view, shape);
    }
    for (const [colour, width] of [[COLOUR.white, 6], [COLOUR.link, 2.5]]) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }
}

/** Where a space's name goes: on its mark, or in the middle of its shape. */
export function anchorOf({ shape }) {
  return shape.point ? [...shape.point, 0] : labelPoint(shape);
}
