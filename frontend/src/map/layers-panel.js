// The key to the map, and switches for all it shows.

import { el, svg } from "../shared/dom.js";
import { COLOUR } from "../shared/colours.js";
import { styleOf } from "./area-layers.js";
import { icon, mark } from "./icons.js";

/** What is switched off; everything else shows. `onChange(id)` is told of each switch. */
export class Switches {
  constructor(off, onChange) {
    this.off = new Set(off);
    this.onChange = onChange;
  }

  isOn(id) {
    return !this.off.has(id);
  }

  set(id, on) {
    if (on) this.off.delete(id);
    else this.off.add(id);
    this.onChange(id);
  }
}

export const areaSwitch = (id) => `area:${id}`;
export const spaceSwitch = (kind) => `space:${kind}`;
export const kindSwitch = (kind) => `kind:${kind}`;
export const categorySwitch = (code) => `category:${code}`;
export const STREETS = "streets";

/** The folding key; `spaceKinds` are the kinds that the installed layers hold. */
export function layersPanel({ t, setup, display, switches, spaceKinds, open }) {
  const box = (id, label, picture) =>
    el(
      "label",
      { class: "switch" },
      el("input", { type: "checkbox", checked: switches.isOn(id), "data-testid": `switch-${id.split(":").pop()}`, onchange: (e) => switches.set(id, e.target.checked) }),
      el("span", { class: "swatch" }, picture),
      el("span", {}, label),
    );
  const group = (title, ...rows) => el("fieldset", { class: "switches" }, el("legend", {}, title), rows);
  const fold = (title, rows) => el("details", { class: "fold-inner" }, el("summary", {}, title), rows);
  const areas = display.layers.filter((layer) => layer.kind === "areas");
  const spaces = setup.space_kinds.filter((kind) => spaceKinds.has(kind.code));
  const ofGroup = (name) => spaces.filter((kind) => kind.group === name);
  return el(
    "details",
    { class: "fold", open, "data-testid": "layers" },
    el("summary", {}, icon("layers", 20), el("span", {}, t("layers.title"))),
    group(
      t("layers.pins"),
      setup.kinds.map((kind) => box(kindSwitch(kind.code), kind.label, mark(kind.code, 20))),
      fold(t("layers.by_category"), setup.categories.map((c) => box(categorySwitch(c.code), c.label, tinted(c)))),
    ),
    group(t("layers.areas"), areas.map((layer) => box(areaSwitch(layer.id), layer.label, areaSwatch(layer.id)))),
    spaces.length
      ? group(
          t("layers.spaces"),
          [["open", t("layers.open_spaces")], ["community", t("layers.community_places")]].map(([name, title]) =>
            ofGroup(name).length ? fold(title, ofGroup(name).map((kind) => box(spaceSwitch(kind.code), kind.plural, spaceSwatch(name)))) : null,
          ),
        )
      : null,
    display.basemap ? group(t("layers.base"), box(STREETS, t("layers.streets"), streetSwatch())) : null,
  );
}

function tinted(category) {
  const picture = icon(category.code, 18);
  picture.style.color = COLOUR[category.kind];
  return picture;
}

function swatch(...parts) {
  return svg("svg", { viewBox: "0 0 24 16", width: 24, height: 16, "aria-hidden": "true", focusable: "false" }, parts);
}

function areaSwatch(id) {
  const { line, width, dash, fill, hatch } = styleOf(id);
  return swatch(
    svg("rect", { x: 2, y: 2, width: 20, height: 12, fill: fill ?? "none", stroke: line, "stroke-width": Math.max(1, width), "stroke-dasharray": dash?.join(" ") }),
    hatch ? svg("path", { d: "M4 13L13 3M10 13l9-10M16 13l5-6", stroke: hatch, "stroke-opacity": 0.5, fill: "none" }) : null,
  );
}

function spaceSwatch(group) {
  return group === "open"
    ? swatch(svg("rect", { x: 2, y: 2, width: 20, height: 12, rx: 2, fill: COLOUR.green, stroke: COLOUR.greenEdge }))
    : swatch(svg("rect", { x: 8, y: 4, width: 8, height: 8, fill: COLOUR.community, stroke: COLOUR.white }));
}

function streetSwatch() {
  return swatch(
    svg("path", { d: "M2 12C8 12 10 4 22 4", fill: "none", stroke: "#B9B4A8", "stroke-width": 6 }),
    svg("path", { d: "M2 12C8 12 10 4 22 4", fill: "none", stroke: COLOUR.white, "stroke-width": 4 }),
  );
}
