// A small map to look at, beside a report: one area, its public spaces with their ways in, and streets by the walk.

import { el, put } from "../shared/dom.js";
import { COLOUR } from "../shared/colours.js";
import { WALK_COLOURS } from "../shared/walk-colours.js";
import { overlaps, toLines, toShape } from "./geometry.js";
import { fetchJson } from "./load.js";
import { scaleBar } from "./map-view.js";
import { createOverlay, tracePath } from "./overlay.js";
import { attribution } from "./stage.js";
import { Scene } from "./scene.js";
import { Texts } from "./texts.js";

/** The same parts as `PinMap`; what it shows is fetched by the area's id. */
export function showLook({ L, P, root, setup, display, data, t }) {
  root.classList.add("look");
  root.style.height = `${data.height}px`;
  const map = el("div", { class: "map" });
  const key = el("ul", { class: "look-key" });
  put(root, el("div", { class: "stage" }, el("div", { class: "frame" }, map, attribution(t, display))), key);
  const scene = new Scene({ L, P, container: map, texts: new Texts(t, setup, data), display, data, still: true, off: display.layers.map(({ id }) => `area:${id}`) });
  map.after(scaleBar(scene.map, t));
  let shown = null;
  const show = async ({ area, base }) => {
    if (area === shown) return;
    shown = area;
    root.dataset.ready = "false";
    const layers = await fetchJson(`${base}api/report-map?${new URLSearchParams({ area })}`);
    if (shown !== area) return;
    draw({ L, scene, layers });
    put(key, legend(t, layers));
    root.dataset.ready = "true";
  };
  return {
    update: ({ data: fresh }) => show(fresh).catch(() => put(key, el("li", {}, t("look.failed")))),
    remove() {
      scene.map.remove();
      root.remove();
    },
  };
}

let drawn = new WeakMap();

function draw({ L, scene, layers }) {
  drawn.get(scene)?.remove();
  const shapes = (collection, make) => collection.features.map(({ geometry, properties }) => ({ shape: make(geometry), properties })).filter(({ shape }) => shape);
  const areas = shapes(layers.area, toShape);
  const spaces = shapes(layers.spaces, toShape);
  const streets = shapes(layers.streets, toLines);
  const entrances = shapes(layers.entrances, toShape);
  const overlay = createOverlay(L, {
    pane: "areas",
    padding: 0.02,
    paint(view) {
      const { context } = view;
      for (const { shape } of spaces) if (overlaps(shape.bbox, view.bounds)) space(view, shape);
      context.lineCap = "round";
      // Streets around the area show where its walks lead; those within it are what the figures are about.
      context.globalAlpha = 0.3;
      drawStreets(view, streets);
      context.globalAlpha = 1;
      for (const { shape } of areas) {
        context.save();
        tracePath(view, shape);
        context.clip("evenodd");
        drawStreets(view, streets);
        context.restore();
      }
      for (const { shape } of entrances) entrance(view, shape.point);
      for (const { shape } of areas) outline(view, shape);
    },
  });
  drawn.set(scene, overlay.addTo(scene.map));
  const [west, south, east, north] = layers.bounds;
  scene.map.fitBounds([[south, west], [north, east]], { padding: [18, 18], animate: false });
}

function space(view, shape) {
  const { context, scale, ox, oy } = view;
  if (shape.point) {
    context.beginPath();
    context.arc(shape.point[0] * scale - ox, shape.point[1] * scale - oy, 4, 0, 7);
  } else {
    tracePath(view, shape);
  }
  context.fillStyle = shape.point ? "#4C7A42" : "#B9D8AE";
  context.fill("evenodd");
  context.strokeStyle = COLOUR.greenEdge;
  context.lineWidth = 1;
  context.stroke();
}

function drawStreets(view, streets) {
  // The nearest last, so that short walks lie on top where streets meet.
  for (let band = WALK_COLOURS.length - 1; band >= 0; band -= 1) {
    for (const { shape, properties } of streets) if (properties.band === band) street(view, shape, band);
  }
}

function street(view, shape, band) {
  const { context, zoom } = view;
  tracePath(view, shape, false);
  context.setLineDash(band === WALK_COLOURS.length - 1 ? [2, 3] : []);
  context.strokeStyle = WALK_COLOURS[band];
  context.lineWidth = zoom >= 15 ? 2.6 : 1.8;
  context.stroke();
  context.setLineDash([]);
}

function entrance({ context, scale, ox, oy, zoom }, [x, y]) {
  if (zoom < 14) return;
  context.beginPath();
  context.arc(x * scale - ox, y * scale - oy, 2.6, 0, 7);
  context.fillStyle = COLOUR.white;
  context.strokeStyle = "#2F5A27";
  context.lineWidth = 1.4;
  context.fill();
  context.stroke();
}

function outline(view, shape) {
  const { context } = view;
  tracePath(view, shape);
  for (const [colour, width] of [[COLOUR.white, 6], [COLOUR.ink, 2.4]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

function legend(t, layers) {
  const present = new Set(layers.streets.features.map(({ properties }) => properties.band));
  const rows = layers.bands.map((words, band) =>
    present.has(band) ? el("li", {}, el("span", { class: `look-line band-${band}` }), words) : null,
  );
  return [rows.some(Boolean) ? el("li", { class: "look-title" }, t("look.walks")) : null, ...rows, layers.spaces.features.length ? el("li", {}, el("span", { class: "look-space" }), t("look.spaces")) : null];
}
