// The Leaflet map itself: panes, keyboard, the centre cross, and one way in which a place is picked.

import { el, svg } from "../shared/dom.js";
import { toWorld } from "./geometry.js";

const PANES = { ground: 150, base: 200, areas: 410, spaces: 405, pins: 450, names: 430, own: 460 };

/** A map in `container`; `onPick({lon, lat, x, y, keyboard})` is told of each tap and of Enter at the cross. */
export function createMap(L, container, { bounds, still, onPick, label, help }) {
  const [west, south, east, north] = bounds;
  const london = L.latLngBounds([south, west], [north, east]);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(container, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 9,
    maxZoom: 19,
    maxBounds: london.pad(0.4),
    maxBoundsViscosity: 0.8,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
    keyboardPanDelta: 60,
    wheelPxPerZoomLevel: 90,
    tapTolerance: 18,
    ...(still ? STILL : {}),
  });
  for (const [name, zIndex] of Object.entries(PANES)) map.createPane(name).style.zIndex = zIndex;
  for (const name of ["ground", "areas", "spaces", "pins", "names"]) map.getPane(name).style.pointerEvents = "none";
  // The first view fills the window; from then on whole zoom levels, where the base map is sharp.
  map.options.zoomSnap = 0;
  map.fitBounds(london, { animate: false, padding: [10, 10] });
  map.options.zoomSnap = 1;
  if (still) {
    container.removeAttribute("tabindex");
    container.setAttribute("role", "img");
  } else {
    container.setAttribute("role", "application");
    container.setAttribute("aria-describedby", help);
    map.on("click", ({ latlng }) => onPick(picked(latlng, false)));
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== container) return;
      event.preventDefault();
      onPick(picked(map.getCenter(), true));
    });
  }
  container.setAttribute("aria-label", label);
  // The panel beside or under the map changes the room it has; the middle stays in the middle.
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false, pan: true }));
  observer.observe(container);
  map.on("unload", () => observer.disconnect());
  return map;
}

const STILL = {
  dragging: false, touchZoom: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, keyboard: false, minZoom: 8,
};

function picked({ lng, lat }, keyboard) {
  const [x, y] = toWorld(lng, lat);
  return { lon: lng, lat, x, y, keyboard };
}

/** Round six decimals (about ten centimetres): no pin is surer of its place than that. */
export function rounded({ lon, lat }) {
  return { lon: Math.round(lon * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 };
}

/** The cross in the middle, shown while a place is being chosen or the map is driven by keys. */
export function cross() {
  return svg(
    "svg",
    { class: "cross", viewBox: "0 0 48 48", width: 48, height: 48, "aria-hidden": "true" },
    ["M24 4v14M24 30v14M4 24h14M30 24h14"].flatMap((d) => [
      svg("path", { d, class: "cross-halo" }),
      svg("path", { d, class: "cross-line" }),
    ]),
    svg("circle", { cx: 24, cy: 24, r: 2.5, class: "cross-dot" }),
  );
}

/** + and - for those without a wheel or a pinch. */
export function zoomButtons(map, t, icon) {
  const button = (name, label, act) =>
    el("button", { type: "button", class: "map-button", "aria-label": label, title: label, "data-testid": name, onclick: act }, icon(name));
  return el(
    "div",
    { class: "zoom" },
    button("zoom-in", t("map.zoom_in"), () => map.zoomIn()),
    button("zoom-out", t("map.zoom_out"), () => map.zoomOut()),
  );
}

/** How wide the map is on the ground, in a round number, as a paper map shows it. */
export function scaleBar(map, t) {
  const line = el("span", { class: "scale-line" });
  const words = el("span", { class: "scale-words" });
  const bar = el("div", { class: "scale", "aria-hidden": "true" }, words, line);
  const measure = () => {
    const y = map.getSize().y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([100, y]));
    if (!metres) return;
    const power = 10 ** Math.floor(Math.log10(metres));
    const round = [5, 2, 1].map((step) => step * power).find((step) => step <= metres) ?? power;
    line.style.width = `${(100 * round) / metres}px`;
    words.textContent = round >= 1000 ? t("map.kilometres", { n: round / 1000 }) : t("map.metres", { n: round });
  };
  map.on("zoomend resize", measure);
  measure();
  return bar;
}
