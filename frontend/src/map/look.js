// A small map to look at, beside a report or a walk: an outline, public spaces with their ways in, and one layer. What
// it shows is fetched from the address it is given; it is drawn when it comes into sight.

import { el, put } from "../shared/dom.js";
import { icon } from "./icons.js";
import { fetchJson } from "./load.js";
import { lookKey } from "./look-key.js";
import { paintEntrance, paintFeatures, paintOutline, paintSpace, paintStart, toShapes } from "./look-paint.js";
import { cross, rounded, scaleBar, zoomButtons } from "./map-view.js";
import { areaSwitch, spaceSwitch } from "./layers-panel.js";
import { createOverlay, tracePath } from "./overlay.js";
import { overlaps } from "./geometry.js";
import { Scene } from "./scene.js";
import { attribution } from "./stage.js";
import { Texts } from "./texts.js";

/** The same parts as `PinMap`. With `data.pick`, a place that is chosen on the map is handed on as that event. */
export function showLook({ L, P, root, setup, display, data, t }) {
  root.classList.add("look");
  root.style.minHeight = `${data.height}px`;
  const map = el("div", { class: "map", "data-testid": "look", tabindex: data.pick ? "0" : null });
  const key = el("ul", { class: "look-key", "data-testid": "look-key" });
  const frame = el("div", { class: "frame" }, map, attribution(t, display));
  frame.style.height = `${data.height}px`;
  put(root, el("div", { class: "stage" }, frame), key);
  let scene = null;
  let overlay = null;
  let wanted = data;
  let shown = null;
  let send = null;
  let chosenHere = false; // who chose a place on the map wants the map to stay where it is

  const open = () => {
    const onPick = (place) => {
      chosenHere = true;
      send?.(data.pick, rounded(place));
    };
    // What is not in the key does not show.
    const off = [...display.layers.map(({ id }) => areaSwitch(id)), ...setup.space_kinds.map(({ code }) => spaceSwitch(code))];
    scene = new Scene({ L, P, container: map, texts: new Texts(t, setup, data), display, data, still: !data.pick, onPick, off });
    map.after(scaleBar(scene.map, t));
    if (data.pick) map.after(cross(), zoomButtons(scene.map, t, icon), el("p", { id: "cg-map-help", class: "visually-hidden" }, t("place.help_keys")));
  };
  const show = async () => {
    const { source } = wanted;
    if (!scene || source === shown) return;
    shown = source;
    root.dataset.ready = "false";
    try {
      const layers = await fetchJson(data.base + source);
      if (shown !== source) return;
      overlay?.remove();
      overlay = draw(L, layers).addTo(scene.map);
      if (!chosenHere) frameOn(scene.map, layers);
      chosenHere = false;
      put(key, lookKey(t, layers));
      root.dataset.ready = "true";
    } catch {
      shown = null;
      put(key, el("li", {}, t("look.failed")));
    }
  };
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    sight.disconnect();
    open();
    show();
  }, { rootMargin: "300px" });
  sight.observe(root);
  return {
    update: ({ data: fresh, setTriggerValue }) => {
      wanted = fresh;
      send = setTriggerValue;
      return show();
    },
    remove() {
      sight.disconnect();
      scene?.map.remove();
      root.remove();
    },
  };
}

function frameOn(map, { bounds: [west, south, east, north] }) {
  map.fitBounds([[south, west], [north, east]], { padding: [18, 18], animate: false });
}

function draw(L, layers) {
  const [areas, spaces, entrances, features] = [layers.area, layers.spaces, layers.entrances, layers.layer?.features].map(toShapes);
  const start = layers.start ? toShapes({ features: [{ geometry: { type: "Point", coordinates: layers.start } }] })[0].shape.point : null;
  return createOverlay(L, {
    pane: "areas",
    padding: 0.02,
    paint(view) {
      const { context } = view;
      const green = () => spaces.forEach(({ shape }) => overlaps(shape.bbox, view.bounds) && paintSpace(view, shape));
      const streets = features.some(({ kind }) => kind === "line");
      if (streets || start) green();
      context.lineCap = "round";
      // What lies around the area shows where things lead; what lies within it is what the figures are about.
      context.globalAlpha = areas.length ? 0.3 : 1;
      if (layers.layer) paintFeatures(view, layers.layer, features);
      context.globalAlpha = 1;
      for (const { shape } of areas) {
        context.save();
        tracePath(view, shape);
        context.clip("evenodd");
        paintFeatures(view, layers.layer, features);
        context.restore();
      }
      if (layers.layer?.id === "walk") entrances.forEach(({ shape }) => paintEntrance(view, shape.point));
      for (const { shape } of areas) paintOutline(view, shape);
      if (start) paintStart(view, start);
    },
  });
}
