// Boroughs, wards, regeneration areas and town centres: loaded when first wanted, drawn together on one canvas.

import { COLOUR } from "../shared/colours.js";
import { contains, overlaps, toShape } from "./geometry.js";
import { createOverlay, tracePath } from "./overlay.js";

// In the order in which they are drawn; `from` is the zoom from which a layer shows.
const STYLES = {
  regeneration: { line: COLOUR.regeneration, width: 1.4, fill: "rgba(190, 130, 20, 0.13)", hatch: COLOUR.regeneration, from: 10 },
  "town-centre": { line: COLOUR.townCentre, width: 1.4, dash: [5, 3], fill: "rgba(63, 96, 136, 0.10)", from: 11 },
  ward: { line: COLOUR.ward, width: 0.8, from: 11 },
  borough: { line: COLOUR.borough, width: 1.6, from: 0 },
  site: { line: COLOUR.ink, width: 1.8, dash: [6, 4], halo: true, from: 0 },
};
const ORDER = Object.keys(STYLES);
const OTHER = { line: COLOUR.ink, width: 1.2, from: 10 };

export function styleOf(id) {
  return STYLES[id] ?? OTHER;
}

/** One layer's features: {shape, properties}; `load` fetches them once. */
class AreaLayer {
  constructor(described, fetchJson) {
    this.id = described.id;
    this.label = described.label;
    this.features = [];
    this.style = styleOf(described.id);
    this.load = once(async () => {
      const collection = await fetchJson(described.url);
      this.features = collection.features
        .map(({ geometry, properties }) => ({ shape: toShape(geometry), properties }))
        .filter(({ shape }) => shape);
      return this;
    });
  }

  at(x, y) {
    return this.features.find(({ shape }) => contains(shape, x, y)) ?? null;
  }
}

export class AreaLayers {
  /** `described` are the area layers of display.json; `changed()` is called when something new can be drawn. */
  constructor(L, map, described, { fetchJson, shown, changed }) {
    this.map = map;
    this.changed = changed;
    this.shown = shown;
    this.layers = new Map(described.map((layer) => [layer.id, new AreaLayer(layer, fetchJson)]));
    this.chosen = null;
    // Where the base map has nothing yet, or there is none, the boroughs themselves are the ground.
    this.ground = createOverlay(L, { pane: "ground", paint: (view) => this.#paintGround(view) }).addTo(map);
    this.overlay = createOverlay(L, { pane: "areas", paint: (view) => this.#paint(view) }).addTo(map);
    map.on("zoomend", () => this.refresh());
    this.refresh();
  }

  /** Load what is switched on and shows at this zoom, then draw. */
  refresh() {
    for (const layer of this.#visible()) this.want(layer.id);
    this.overlay.repaint();
  }

  /** A layer's features, loaded if need be; null where there is no such layer or it cannot be fetched now. */
  async want(id) {
    const layer = this.layers.get(id);
    if (!layer) return null;
    const fresh = layer.features.length === 0;
    try {
      await layer.load();
    } catch {
      return null;
    }
    if (fresh) {
      this.ground.repaint();
      this.overlay.repaint();
      this.changed();
    }
    return layer;
  }

  /** The areas under a world point, smallest kinds first: [{layer, feature}]. */
  under(x, y) {
    const kinds = ["site", "regeneration", "town-centre", "ward", "borough"];
    return kinds.flatMap((id) => {
      const feature = this.layers.get(id)?.at(x, y);
      return feature ? [{ layer: id, feature }] : [];
    });
  }

  /** Outline one area (or none) as chosen. */
  choose(feature) {
    this.chosen = feature;
    this.overlay.repaint();
  }

  *named(zoom) {
    for (const [id, from] of [["borough", 10.5], ["ward", 13], ["regeneration", 13.5], ["town-centre", 13]]) {
      const layer = this.layers.get(id);
      if (layer && zoom >= from && this.shown(id)) yield { id, features: layer.features };
    }
  }

  #visible() {
    const zoom = this.map.getZoom();
    return ORDER.concat([...this.layers.keys()].filter((id) => !ORDER.includes(id)))
      .map((id) => this.layers.get(id))
      .filter((layer) => layer && this.shown(layer.id) && zoom >= layer.style.from);
  }

  #paintGround(view) {
    for (const { shape } of this.layers.get("borough")?.features ?? []) this.#area(view, shape, { fill: COLOUR.ground });
  }

  #paint(view) {
    const { context, zoom } = view;
    for (const { features, style } of this.#visible()) {
      // Thinner from afar, so that outlines do not fill the map.
      const width = style.width * Math.min(1.35, Math.max(0.6, 0.6 + (zoom - 10) * 0.15));
      for (const { shape } of features) {
        if (overlaps(shape.bbox, view.bounds)) this.#area(view, shape, { ...style, width });
      }
    }
    if (this.chosen) {
      this.#area(view, this.chosen.shape, { line: COLOUR.white, width: 7, fill: "rgba(29, 79, 145, 0.08)" });
      this.#area(view, this.chosen.shape, { line: COLOUR.link, width: 3 });
    }
    context.setLineDash([]);
  }

  #area(view, shape, { line, width, dash, fill, hatch, halo }) {
    const { context } = view;
    tracePath(view, shape);
    if (fill) {
      context.fillStyle = fill;
      context.fill("evenodd");
    }
    if (hatch && view.zoom >= 12) {
      context.fillStyle = hatching(view, hatch);
      context.fill("evenodd");
    }
    if (!line) return;
    context.lineJoin = "round";
    if (halo) {
      context.setLineDash([]);
      context.strokeStyle = COLOUR.white;
      context.lineWidth = width + 3;
      context.stroke();
    }
    context.setLineDash(dash ?? []);
    context.strokeStyle = line;
    context.lineWidth = width;
    context.stroke();
  }
}

/** Thin slanted lines, so that regeneration areas are told apart by more than colour. */
function hatching({ context, ox, oy }, colour) {
  const size = 9;
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const brush = tile.getContext("2d");
  brush.strokeStyle = colour;
  brush.globalAlpha = 0.32;
  brush.lineWidth = 1;
  for (const shift of [-size, 0, size]) {
    brush.moveTo(shift, size);
    brush.lineTo(shift + size, 0);
  }
  brush.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().translate(-(ox % size), -(oy % size)));
  return pattern;
}

function once(work) {
  let promise = null;
  return () => {
    promise ??= work().catch((error) => {
      promise = null;
      throw error;
    });
    return promise;
  };
}
