// The frame: search, panel, map with its buttons, notices. Built once; views change only the panel.

import { el, put } from "../shared/dom.js";
import { icon } from "./icons.js";
import { cross, scaleBar, zoomButtons } from "./map-view.js";
import { searchBox } from "./search-box.js";

/** Whose data the map shows: the best-known at once, all of them at a press. */
export function attribution(t, display) {
  const short = display.attribution.includes("OpenStreetMap") ? t("map.credits_osm") : t("map.credits");
  const credits = display.attribution.split(" · ");
  return el("details", { class: "attribution", "data-testid": "attribution" }, el("summary", {}, short), credits.map((credit) => el("p", {}, credit)));
}

export function buildStage({ t, display, ask, onFound }) {
  const map = el("div", { class: "map", "data-testid": "map", tabindex: "0" });
  const panel = el("section", { class: "panel", "aria-label": t("panel.label"), "data-testid": "panel" });
  const spoken = el("div", { class: "visually-hidden", role: "status", "data-testid": "spoken" });
  const told = el("p", { class: "told", role: "alert", "data-testid": "told" });
  const offline = el("p", { class: "offline", role: "status", hidden: true, "data-testid": "offline" });
  const help = el("p", { id: "cg-map-help", class: "visually-hidden" }, t("map.help"));
  const frame = el("div", { class: "frame" }, map, cross(), told, attribution(t, display));
  const stage = el(
    "div",
    { class: "stage" },
    display.invented ? el("p", { class: "practice", "data-testid": "practice" }, t("map.practice")) : null,
    offline,
    frame,
    help,
  );
  const say = (text) => {
    // The same words twice are not read out unless they change in between.
    spoken.textContent = "";
    setTimeout(() => (spoken.textContent = text), 40);
  };
  let toldTimer = null;
  return {
    map,
    panel,
    nodes: [searchBox({ t, ask, onChoose: onFound, say }), panel, stage, spoken],
    say,
    /** Say something on the map itself, for a while. */
    tell(text) {
      told.textContent = text;
      clearTimeout(toldTimer);
      toldTimer = setTimeout(() => (told.textContent = ""), 8000);
    },
    setOffline(text) {
      offline.hidden = !text;
      put(offline, text ? [icon("offline", 22), el("span", {}, text)] : []);
    },
    attach(leaflet) {
      frame.append(zoomButtons(leaflet, t, icon), scaleBar(leaflet, t));
    },
  };
}
