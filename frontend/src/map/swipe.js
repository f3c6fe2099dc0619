// Before and after on one map: what lies left of a handle is as it is, what lies right of it as it would be. The
// handle is a range input, so that keys, pointers and fingers all move it; buttons show the one, the other or both.

import { el, put } from "../shared/dom.js";
import { numberPlace, paintChange, paintNumber, paintPin, paintSite } from "./change-paint.js";
import { overlaps } from "./geometry.js";
import { icon } from "./icons.js";
import { areaSwitch, spaceSwitch } from "./layers-panel.js";
import { fetchJson, loadStyle } from "./load.js";
import { paintFeatures, paintOutline, paintSpace, toShapes } from "./look-paint.js";
import { scaleBar, zoomButtons } from "./map-view.js";
import { createOverlay, tracePath } from "./overlay.js";
import { Scene } from "./scene.js";
import { attribution } from "./stage.js";
import { swipeKey } from "./swipe-key.js";
import { Texts } from "./texts.js";

const START = 50;

/** The same parts as `showLook`; `data.source` gives what /api/scheme-map says. */
export async function showSwipe({ L, P, root, setup, display, data, t }) {
  await loadStyle(root.parentNode, `${data.files}${data.app}/map/design.css`);
  root.classList.add("look", "swipe");
  const handle = createHandle(t);
  const map = el("div", { class: "map", "data-testid": "swipe", tabindex: "0" });
  const key = el("ul", { class: "look-key", "data-testid": "swipe-key" });
  const frame = el("div", { class: "frame" }, map, handle.nodes, attribution(t, display));
  frame.style.height = `min(${data.height}px, 64vh)`;
  const help = el("p", { id: "cg-map-help", class: "visually-hidden" }, t("swipe.help"));
  put(root, el("div", { class: "stage" }, frame), handle.buttons, help, key);
  let scene = null;
  let sides = [];
  let wanted = data;
  let shown = null;

  const open = () => {
    const off = [...display.layers.map(({ id }) => areaSwitch(id)), ...setup.space_kinds.map(({ code }) => spaceSwitch(code))];
    scene = new Scene({ L, P, container: map, texts: new Texts(t, setup, data), display, data, onPick: () => {}, off });
    map.after(scaleBar(scene.map, t), zoomButtons(scene.map, t, icon));
    for (const name of ["before", "after"]) {
      const pane = scene.map.createPane(name);
      Object.assign(pane.style, { zIndex: 411, pointerEvents: "none" });
    }
    handle.follow(scene.map);
  };
  const show = async () => {
    const { source } = wanted;
    if (!scene || source === shown) return;
    const first = shown === null;
    shown = source;
    root.dataset.ready = "false";
    try {
      const said = await fetchJson(data.base + source);
      if (shown !== source) return;
      sides.forEach((side) => side.remove());
      sides = ["before", "after"].map((side) => drawSide(L, said, side).addTo(scene.map));
      if (first) frameOn(scene.map, said);
      put(key, swipeKey(t, said));
      handle.place();
      root.dataset.ready = "true";
    } catch {
      shown = null;
      put(key, el("li", { role: "alert" }, t("look.failed")));
    }
  };
  open();
  await show();
  return {
    update: ({ data: fresh }) => {
      wanted = fresh;
      return show();
    },
    remove() {
      scene?.map.remove();
      root.remove();
    },
  };
}

/** The handle with its line and the names of the sides; `follow(map)` keeps the two panes cut where it stands. */
export function createHandle(t) {
  let map = null;
  const line = el("div", { class: "swipe-line", "aria-hidden": "true" });
  const sides = ["before", "after"].map((side) => el("span", { class: `swipe-side ${side}`, "aria-hidden": "true" }, t(`swipe.${side}`)));
  const range = el("input", { type: "range", class: "swipe-range", min: "0", max: "100", step: "1", "data-testid": "swipe-range", "aria-label": t("swipe.handle"), oninput: () => place() });
  range.value = START;
  const button = (value, name) =>
    el("button", { type: "button", class: "button small", "data-testid": `swipe-${name}`, "aria-pressed": "false", onclick: () => place(value) }, t(`swipe.show_${name}`));
  const buttons = [[100, "before"], [START, "both"], [0, "after"]].map(([value, name]) => ({ value, node: button(value, name) }));

  /** Stand the handle at a share of the width in per cent, or where it stands now. */
  function place(at = Number(range.value)) {
    range.value = at;
    range.setAttribute("aria-valuetext", t("swipe.at", { before: at, after: 100 - at }));
    line.style.left = `${at}%`;
    sides[0].hidden = at < 12;
    sides[1].hidden = at > 88;
    buttons.forEach(({ value, node }) => node.setAttribute("aria-pressed", String(value === at)));
    if (map) cut(map, at / 100);
  }
  place();
  return {
    nodes: [line, ...sides, range],
    buttons: el("div", { class: "row swipe-buttons", role: "group", "aria-label": t("swipe.which") }, buttons.map(({ node }) => node)),
    place,
    follow(leaflet) {
      map = leaflet;
      map.on("move zoom resize viewreset", () => place());
      place();
    },
  };
}

/** Cut the panes: before to the left of the share, after to the right. */
function cut(map, share) {
  const size = map.getSize();
  const from = map.containerPointToLayerPoint([0, 0]);
  const to = map.containerPointToLayerPoint(size);
  const middle = from.x + size.x * share;
  const box = (left, right) => `polygon(${[[left, from.y], [right, from.y], [right, to.y], [left, to.y]].map(([x, y]) => `${x}px ${y}px`).join(",")})`;
  map.getPane("before").style.clipPath = box(from.x, middle);
  map.getPane("after").style.clipPath = box(middle, to.x);
}

function frameOn(map, { bounds: [west, south, east, north] }) {
  map.fitBounds([[south, west], [north, east]], { padding: [18, 18], animate: false });
}

function drawSide(L, said, side) {
  const layer = said[side];
  const [areas, sites, spaces, features, changes, pins] = [said.area, said.site, said.spaces, layer?.features, said.changes, said.pins].map(toShapes);
  return createOverlay(L, {
    pane: side,
    padding: 0.3,
    paint(view) {
      spaces.forEach(({ shape }) => overlaps(shape.bbox, view.bounds) && paintSpace(view, shape));
      view.context.lineCap = "round";
      view.context.globalAlpha = areas.length ? 0.35 : 1;
      if (layer) paintFeatures(view, layer, features);
      view.context.globalAlpha = 1;
      for (const { shape } of layer ? areas : []) {
        view.context.save();
        tracePath(view, shape);
        view.context.clip("evenodd");
        paintFeatures(view, layer, features);
        view.context.restore();
      }
      areas.forEach(({ shape }) => paintOutline(view, shape));
      sites.forEach(({ shape }) => paintSite(view, shape));
      changes.forEach((change) => paintChange(view, change, change.properties.kind, side === "before"));
      pins.forEach(({ shape, properties }) => shape.point && paintPin(view, shape.point, side === "before" ? 1 : properties.c));
      changes.forEach((change) => paintNumber(view, numberPlace(change), change.properties.n));
    },
  });
}
