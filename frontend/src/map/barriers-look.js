// Ranked barriers: a map and a list side by side. What is pointed at, focused or pressed in either lights up in both,
// without a word to the server. On a phone the map stays above the list.

import { el, put } from "../shared/dom.js";
import { rankedList } from "../figure/ranked.js";
import { markAt, paintMarks, toMarks } from "./barriers-paint.js";
import { overlaps, toWorld } from "./geometry.js";
import { icon, mark } from "./icons.js";
import { areaSwitch, spaceSwitch } from "./layers-panel.js";
import { fetchJson, loadStyle } from "./load.js";
import { paintOutline, paintSpace, toShapes } from "./look-paint.js";
import { cross, scaleBar, zoomButtons } from "./map-view.js";
import { createOverlay } from "./overlay.js";
import { Scene } from "./scene.js";
import { attribution } from "./stage.js";
import { Texts } from "./texts.js";

const NEAR_ENOUGH = 16;
const FIRST = 10;

/** The same parts as `showLook`; `data` has besides the rows of the list and its words. */
export async function showBarriers(parts) {
  const { root, data } = parts;
  await Promise.all(["figure/figure.css", "map/barriers.css"].map((path) => loadStyle(root.parentNode, `${data.files}${data.app}/${path}`)));
  return new Linked(parts);
}

class Linked {
  constructor({ L, P, root, setup, display, data, t }) {
    Object.assign(this, { L, root, t, marks: [], shown: null, rows: null, pointed: null, chosen: null });
    root.classList.add("look", "barriers");
    root.style.setProperty("--map-height", `${data.height}px`);
    this.box = el("div", { class: "map", "data-testid": "barriers-map", tabindex: "0" });
    this.caption = el("p", { class: "barriers-caption", "aria-hidden": "true" });
    this.spoken = el("p", { class: "visually-hidden", role: "status", "data-testid": "barriers-spoken" });
    this.panel = el("div", { class: "barriers-list", "data-testid": "barriers-list" });
    const help = el("p", { id: "cg-map-help", class: "visually-hidden" }, data.words.help);
    const frame = el("div", { class: "frame" }, this.box, cross(), attribution(t, display));
    put(root, el("div", { class: "barriers-map" }, el("div", { class: "stage" }, frame), this.caption, help, this.spoken), this.panel);
    this.sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.sight.disconnect();
      this.#open({ P, setup, display, data });
      this.#fetch();
    }, { rootMargin: "300px" });
    this.data = data;
    this.sight.observe(root);
  }

  /** Streamlit has new data: other rows, another map, or the same again. */
  update({ data }) {
    this.data = data;
    const rows = JSON.stringify([data.rows, data.words]);
    if (rows !== this.rows) {
      this.rows = rows;
      this.#list();
    }
    return this.#fetch();
  }

  remove() {
    this.sight.disconnect();
    this.scene?.map.remove();
    this.root.remove();
  }

  #list() {
    const { rows, words } = this.data;
    this.list = rankedList(
      { label: words.list, more: words.more, rows },
      { onPoint: (id) => this.#point(id, "list"), onChoose: (id) => this.#choose(id, "list") },
    );
    put(this.panel, this.list.list, this.list.all);
    if (!rows.some(({ id }) => id === this.chosen)) this.chosen = null;
    this.list.choose(this.chosen);
    this.#light();
  }

  #open({ P, setup, display, data }) {
    const off = [...display.layers.map(({ id }) => areaSwitch(id)), ...setup.space_kinds.map(({ code }) => spaceSwitch(code))];
    const onPick = ({ x, y, keyboard }) => this.#pick(x, y, keyboard);
    this.scene = new Scene({ L: this.L, P, container: this.box, texts: new Texts(this.t, setup, data), display, data, onPick, off });
    const { map } = this.scene;
    map.scrollWheelZoom.disable(); // the wheel turns the page
    map.on("mousemove", ({ latlng }) => this.#point(this.#under(latlng)?.id ?? null, "map"));
    map.on("mouseout", () => this.#point(null, "map"));
    this.box.after(scaleBar(map, this.t), zoomButtons(map, this.t, icon));
  }

  async #fetch() {
    const { source, base } = this.data;
    if (!this.scene || source === this.shown) return;
    this.shown = source;
    this.root.dataset.ready = "false";
    try {
      const layers = await fetchJson(base + source);
      if (this.shown !== source) return;
      this.#draw(layers);
      this.root.dataset.ready = "true";
    } catch {
      this.shown = null;
      put(this.caption, this.t("look.failed"));
      this.spoken.textContent = this.t("look.failed");
    }
  }

  #draw(layers) {
    const listed = new Set(this.data.rows.map(({ id }) => id));
    this.marks = toMarks(layers.barriers).filter(({ id }) => listed.has(id));
    const [areas, spaces] = [layers.area, layers.spaces].map(toShapes);
    this.overlay?.remove();
    this.overlay = createOverlay(this.L, {
      pane: "areas",
      padding: 0.1,
      paint: (view) => {
        for (const { shape } of spaces) if (overlaps(shape.bbox, view.bounds)) paintSpace(view, shape);
        for (const { shape } of areas) paintOutline(view, shape);
        paintMarks(view, this.marks, this.#lit());
      },
    }).addTo(this.scene.map);
    const { map } = this.scene;
    const [west, south, east, north] = this.#bounds(layers.bounds);
    map.options.zoomSnap = 0; // the first view fills the frame
    map.fitBounds([[south, west], [north, east]], { padding: [18, 18], animate: false });
    map.options.zoomSnap = 1;
  }

  /** The area, and the first to mend where they lie beyond it. */
  #bounds([west, south, east, north]) {
    const first = this.marks.slice(0, FIRST);
    const [lons, lats] = [first.map(({ lon }) => lon), first.map(({ lat }) => lat)];
    return [Math.min(west, ...lons), Math.min(south, ...lats), Math.max(east, ...lons), Math.max(north, ...lats)];
  }

  #lit() {
    return this.pointed ?? this.chosen;
  }

  #under({ lng, lat }) {
    const [x, y] = toWorld(lng, lat);
    return markAt(this.marks, x, y, this.scene.map.getZoom());
  }

  /** A tap or Enter: the barrier there, or with the keyboard the one nearest to the cross. */
  #pick(x, y, keyboard) {
    const { map } = this.scene;
    const found = markAt(this.marks, x, y, keyboard ? map.getZoom() - 3 : map.getZoom());
    this.#choose(found?.id ?? null, "map");
  }

  #point(id, from) {
    if (id === this.pointed) return;
    this.pointed = id;
    this.box.style.cursor = id && from === "map" ? "pointer" : "";
    this.#light();
    if (id && from === "map") this.#bringRow(id, false);
    if (id && from === "list") this.#bringMark(id, false);
  }

  #choose(id, from) {
    this.chosen = id;
    this.list.choose(id);
    this.#light();
    if (!id) return;
    if (from === "map") {
      this.#bringRow(id, true);
      const { title, said } = this.#row(id) ?? {};
      this.spoken.textContent = title ? `${title}. ${said}` : "";
    } else {
      this.#bringMark(id, true);
    }
  }

  #light() {
    const lit = this.#lit();
    this.list?.light(lit);
    this.overlay?.repaint();
    this.root.dataset.lit = lit ?? "";
    const row = this.#row(lit);
    put(this.caption, mark("barrier", 20), row ? el("span", {}, el("strong", {}, `${row.rank}. ${row.title}`)) : el("span", {}, this.data.words.none));
  }

  #row(id) {
    return this.data.rows.find((row) => row.id === id) ?? null;
  }

  /** The list scrolls by itself where it has a frame of its own; the page moves for a press alone. */
  #bringRow(id, pressed) {
    const item = this.list?.itemOf(id);
    if (!item || item.hidden) return;
    if (this.panel.scrollHeight > this.panel.clientHeight + 1 && getComputedStyle(this.panel).overflowY === "auto") {
      const [outer, inner] = [this.panel.getBoundingClientRect(), item.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) this.panel.scrollTop += inner.top - outer.top - 8;
    } else if (pressed) {
      item.scrollIntoView({ block: "nearest" });
    }
  }

  #bringMark(id, pressed) {
    const found = this.marks.find((each) => each.id === id);
    if (!found || !this.scene) return;
    const { map } = this.scene;
    const place = [found.lat, found.lon];
    if (pressed) map.setView(place, Math.max(NEAR_ENOUGH, map.getZoom()));
    else if (!map.getBounds().pad(-0.05).contains(place)) map.panTo(place);
  }
}
