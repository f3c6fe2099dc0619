// The drawing tool: a kind of change is chosen, its corners are set by clicks or by Enter at the cross, and the list
// beside the map holds the same changes to be named, altered, shown and taken out.

import { el, put } from "../shared/dom.js";
import { numberPlace, paintChange, paintNumber, paintPin, paintSite } from "./change-paint.js";
import { kindIcon, changeRows } from "./draw-list.js";
import { DraftLine } from "./draft-line.js";
import { Drawing, KINDS, metresBetween, placesOf } from "./drawing.js";
import { overlaps, toWorld } from "./geometry.js";
import { icon } from "./icons.js";
import { areaSwitch, spaceSwitch } from "./layers-panel.js";
import { fetchJson, loadStyle } from "./load.js";
import { paintOutline, paintSpace, toShapes } from "./look-paint.js";
import { cross, rounded, scaleBar, zoomButtons } from "./map-view.js";
import { createOverlay } from "./overlay.js";
import { Scene } from "./scene.js";
import { attribution } from "./stage.js";
import { Texts } from "./texts.js";

const NEAR_PX = 12; // a press so near a corner that is there means that corner

/** The same parts as `showLook`; `data.draft` is {token, revision, changes} as the server has it. */
export async function showDraw({ L, P, root, setup, display, data, t }) {
  await loadStyle(root.parentNode, `${data.files}${data.app}/map/design.css`);
  root.classList.add("look", "draw");
  const tool = new DrawTool({ L, P, root, setup, display, data, t });
  tool.line.adopt(data.draft);
  await tool.show(data);
  return {
    update: (component) => tool.update(component),
    remove() {
      tool.line.stop();
      tool.scene.map.remove();
      root.remove();
    },
  };
}

class DrawTool {
  constructor({ L, P, root, setup, display, data, t }) {
    Object.assign(this, { L, root, data, t });
    this.drawing = new Drawing();
    this.spaceKinds = setup.space_kinds;
    this.line = new DraftLine({
      name: data.event,
      onAdopt: (changes) => {
        this.drawing = new Drawing(changes);
        this.#draw();
      },
    });
    this.ground = { areas: [], spaces: [], sites: [], pins: [], streets: [] };
    this.#build(display);
    const off = [...display.layers.map(({ id }) => areaSwitch(id)), ...setup.space_kinds.map(({ code }) => spaceSwitch(code))];
    this.scene = new Scene({ L, P, container: this.map, texts: new Texts(t, setup, data), display, data, off, onPick: (place) => this.#pick(place) });
    this.scene.map.doubleClickZoom.disable();
    this.map.after(cross(), scaleBar(this.scene.map, t), zoomButtons(this.scene.map, t, icon));
    this.overlay = createOverlay(L, { pane: "pins", paint: (view) => this.#paint(view) }).addTo(this.scene.map);
    this.map.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  update({ data, setTriggerValue }) {
    this.line.connect(setTriggerValue);
    this.line.adopt(data.draft);
    return this.show(data);
  }

  /** What lies around: the area, its spaces, barriers that people told of. */
  async show(data) {
    if (data.source === this.shown) return;
    const first = this.shown === undefined;
    this.shown = data.source;
    this.root.dataset.ready = "false";
    try {
      const said = await fetchJson(data.base + data.source);
      if (this.shown !== data.source) return;
      this.ground = { areas: toShapes(said.area), spaces: toShapes(said.spaces), sites: toShapes(said.site), pins: toShapes(said.pins) };
      const [west, south, east, north] = said.bounds;
      if (first) this.scene.map.fitBounds([[south, west], [north, east]], { padding: [18, 18], animate: false });
      this.root.dataset.ready = "true";
      this.overlay.repaint();
    } catch {
      this.shown = null;
      this.#say(this.t("look.failed"));
    }
  }

  #build(display) {
    const { t } = this;
    this.map = el("div", { class: "map", "data-testid": "draw-map", tabindex: "0" });
    this.kinds = el("fieldset", { class: "draw-kinds" });
    this.steps = el("div", { class: "draw-steps row" });
    this.list = el("ol", { class: "draw-list", "data-testid": "draw-list" });
    this.told = el("p", { class: "draw-told", role: "status", "data-testid": "draw-told" });
    const frame = el("div", { class: "frame" }, this.map, attribution(t, display));
    frame.style.height = `min(${this.data.height}px, 64vh)`;
    put(
      this.root,
      this.kinds,
      el("div", { class: "stage" }, frame),
      this.told,
      this.steps,
      el("div", { class: "draw-changes" }, el("h3", {}, t("draw.list")), this.list),
      el("p", { id: "cg-map-help", class: "visually-hidden" }, t("draw.help")),
    );
  }

  #pick({ lon, lat, x, y, keyboard }) {
    const { drawing, t } = this;
    if (!drawing.kind) return this.#say(t("draw.choose_first"));
    const { lon: east, lat: north } = rounded({ lon, lat });
    const near = (corner) => corner && this.#pixelsApart(corner, [x, y]) <= NEAR_PX;
    if (drawing.corners.length > 1 && near(drawing.corners.at(-1))) return this.#finish();
    if (drawing.mayClose && near(drawing.corners[0])) return this.#finish("area");
    drawing.add([east, north]);
    this.#draw();
    return this.#say(t(drawing.shape ? "draw.next_or_finish" : "draw.next", { n: drawing.corners.length }) + (keyboard ? ` ${t("draw.by_keys")}` : ""));
  }

  #pixelsApart([lon, lat], [x, y]) {
    const [cx, cy] = toWorld(lon, lat);
    return Math.hypot(cx - x, cy - y) * 2 ** this.scene.map.getZoom();
  }

  #finish(shape) {
    const { drawing, t } = this;
    const kind = drawing.kind;
    if (!drawing.finish(shape)) return this.#say(t(`draw.too_few_${drawing.corners.length ? "more" : "none"}`));
    this.#keep();
    return this.#say(t("draw.added", { label: t(`draw.kind.${kind}`), n: drawing.changes.length }));
  }

  #undo() {
    const corners = this.drawing.corners.length;
    if (!this.drawing.undo()) return this.#say(this.t("draw.nothing_to_undo"));
    if (corners) this.#draw();
    else this.#keep();
    return this.#say(this.t("draw.undone"));
  }

  #key(event) {
    if (event.target !== this.map) return;
    const act = { Backspace: () => this.#undo(), Escape: () => this.#begin(null), f: () => this.#finish(), a: () => this.drawing.mayClose && this.#finish("area") }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #begin(kind) {
    this.drawing.begin(kind);
    this.#draw();
    this.#say(kind ? this.t(`draw.how.${kind}`) : "");
  }

  #keep() {
    this.line.send(this.drawing.changes);
    this.#draw();
  }

  #say(text) {
    this.told.textContent = text;
  }

  #draw() {
    const { drawing, t } = this;
    this.root.classList.toggle("picking", Boolean(drawing.kind));
    const radio = (kind) =>
      el(
        "label",
        { class: "draw-kind" },
        el("input", { type: "radio", name: "draw-kind", value: kind, checked: drawing.kind === kind, "data-testid": `draw-${kind}`, onchange: () => this.#begin(kind) }),
        kindIcon(kind),
        el("span", {}, t(`draw.kind.${kind}`)),
      );
    if (!this.kinds.firstChild) put(this.kinds, el("legend", {}, t("draw.which")), KINDS.map(radio));
    this.kinds.querySelectorAll("input").forEach((input) => (input.checked = input.value === drawing.kind));
    const button = (name, act, able, primary = false) =>
      el("button", { type: "button", class: `button small${primary ? " primary" : ""}`, "data-testid": `draw-do-${name}`, disabled: !able, onclick: act }, t(`draw.${name}`));
    const began = drawing.corners.length > 0;
    const focused = this.root.getRootNode().activeElement?.dataset?.testid;
    put(
      this.steps,
      button("finish", () => this.#finish(), drawing.shape, began),
      drawing.mayClose && drawing.shape !== "area" ? button("area", () => this.#finish("area"), true) : null,
      button("undo", () => this.#undo(), began || drawing.history.length),
    );
    put(this.list, changeRows(t, drawing, { show: (row) => this.#show(row), changed: () => this.#keep(), spaceKinds: this.spaceKinds }));
    // A button that was pressed is built anew: whoever pressed it by keys stays on it.
    if (focused) this.root.querySelector(`[data-testid="${focused}"]:not(:disabled)`)?.focus();
    this.overlay?.repaint();
  }

  #show(row) {
    const places = placesOf(this.drawing.changes[row].geometry);
    if (!places.length) return;
    const wide = metresBetween(places[0], places.at(-1));
    this.scene.map.fitBounds(this.L.latLngBounds(places.map(([lon, lat]) => [lat, lon])), { maxZoom: wide ? 18 : 17, padding: [60, 60] });
    this.map.focus();
  }

  #paint(view) {
    const { areas, spaces, sites, pins } = this.ground;
    spaces.forEach(({ shape }) => overlaps(shape.bbox, view.bounds) && paintSpace(view, shape));
    areas.forEach(({ shape }) => paintOutline(view, shape));
    sites.forEach(({ shape }) => paintSite(view, shape));
    pins.forEach(({ shape }) => shape.point && paintPin(view, shape.point, 1));
    const { changes, corners, kind } = this.drawing;
    const drawn = changes.map((change, i) => ({ number: i + 1, change, ...toShapes({ features: [{ geometry: change.geometry }] })[0] })).filter(({ shape }) => shape);
    drawn.forEach((each) => paintChange(view, each, each.change.kind));
    drawn.forEach((each) => paintNumber(view, numberPlace(each), each.number));
    if (!corners.length) return;
    const geometry = corners.length > 1 ? { type: "LineString", coordinates: corners } : { type: "Point", coordinates: corners[0] };
    paintChange(view, toShapes({ features: [{ geometry }] })[0], kind);
    for (const corner of corners) paintChange(view, toShapes({ features: [{ geometry: { type: "Point", coordinates: corner } }] })[0], kind, true);
  }
}
