// The frame: search, panel, map with its buttons, notices. Built once; views change only the panel.

import { el, put } from "../shared/dom.js";
import { icon } from "./icons.js";
import { cross, scaleBar, zoomButtons } from "./map-view.js";
import { searchBox } from "./search-box.js";

const NARROW = "(max-width: 759px)";
const LONG_ENOUGH_TO_READ_MS = 8000;

/** Whose data the map shows. On a narrow screen it folds to one line once it could be read. */
export function attribution(t, display) {
  const credits = el("details", { class: "attribution", open: true, "data-testid": "attribution" }, el("summary", {}, t("map.credits")), display.attribution);
  const narrow = window.matchMedia(NARROW);
  if (narrow.matches) setTimeout(() => (credits.open = false), LONG_ENOUGH_TO_READ_MS);
  narrow.addEventListener("change", () => (credits.open = !narrow.matches));
  return credits;
}

export function buildStage({ t, display, ask, onFound }) {
  const map = el("div", { class: "map", "data-testid": "map", tabindex: "0" });
  const panel = el("section", { class: "panel", "aria-label": t("panel.label"), "data-testid": "panel" });
  const spoken = el("div", { class: "visually-hidden", role: "status", "data-testid": "spoken" });
  const told = el("p", { class: "told", role: "alert", "data-testid": "told" });
  const offline = el("p", { class: "offline", role: "status", hidden: true, "data-testid": "offline" });
  const help = el("p", { id: "cg-map-help", class: "visually-hidden" }, t("map.help"));
  const stage = el(
    "div",
    { class: "stage" },
    display.invented ? el("p", { class: "practice", "data-testid": "practice" }, t("map.practice")) : null,
    offline,
    map,
    cross(),
    told,
    attribution(t, display),
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
      put(offline, text ? [icon("close", 18), el("span", {}, text)] : []);
    },
    attach(leaflet) {
      stage.append(zoomButtons(leaflet, t, icon), scaleBar(leaflet, t));
    },
  };
}
