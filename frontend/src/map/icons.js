// A small set of our own icons: 24 by 24, one stroke, always beside their word.

import { svg } from "../shared/dom.js";
import { COLOUR } from "../shared/colours.js";

const STROKES = {
  "w-meet": "M4 5h10v7H9l-3 3v-3H4zM16 9h4v7h-2v3l-3-3h-4v-2",
  "w-mix": "M8 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM16.5 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3 19c0-3.5 2-5.5 5-5.5s5 2 5 5.5M14.5 13.2c3.5-.8 6 1.3 6 4.8",
  "w-rest": "M4 10h16M4 13.5h16M6 13.5V19M18 13.5V19M5.5 10V6M18.5 10V6",
  "w-play": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8.5l3.3 2.4-1.2 3.9H9.9l-1.2-3.9zM12 4v4.5M19.5 9.5l-4.2 1.4M16.8 18.3l-2.7-3.5M7.2 18.3l2.7-3.5M4.5 9.5l4.2 1.4",
  "w-nature": "M12 21v-7M12 3c4 2.5 6 5 6 7.5a6 4.5 0 0 1-12 0C6 8 8 5.5 12 3zM12 17l3-2.5",
  "w-belong": "M12 20C6.5 16 4 13 4 9.6A4.1 4.1 0 0 1 12 8a4.1 4.1 0 0 1 8 1.6C20 13 17.5 16 12 20z",
  "w-help": "M12 7C10 5.5 7.5 5 4 5v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V5c-3.5 0-6 .5-8 2zM12 7v13",
  "w-voice": "M4 10v4h3l8 4.5v-13L7 10zM18 9.5c1.3 1.5 1.3 3.5 0 5M8 14.5V19h2.5",
  "w-safe": "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM8.8 12l2.3 2.3 4.2-4.5",
  "w-free": "M5 20V4h9v16M14 6l5-1.5v17L14 20M3 20h11M11 12v.5",
  "w-other": "M6 12h.1M12 12h.1M18 12h.1",
  "b-cross": "M3 20L8 4M21 20L16 4M12 5v2.5M12 10.5v3M12 16.5V20",
  "b-sever": "M8 3v18M16 3v18M8 6h8M8 10.5h8M8 15h8M8 19.5h8",
  "b-step": "M3.5 19.5h4.5V15h4v-4h4V7h4.5",
  "b-surface": "M3 15h4l2-3 2.5 5 2.5-6 2 4H21M3 20h18",
  "b-gate": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5",
  "b-rules": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12",
  "b-fear": "M19 14.5A8 8 0 1 1 9.5 5a6.5 6.5 0 0 0 9.5 9.5z",
  "b-traffic": "M4 16v-3.5L6 8h12l2 4.5V16zM4 16v2.5M20 16v2.5M4 12.5h16M7.5 14.3h.1M16.5 14.3h.1",
  "b-rest": "M4 10.5h9M4 14h12M6 14v5M5.5 10.5V6.5M18 14v5M18.5 9V6.5M3 20.5L21 4",
  "b-find": "M12 21V3M12 5h7l2 2.3-2 2.2h-7M12 11.5H5.5l-2 2.2 2 2.3H12",
  "b-exclude": "M16.5 7.5C16 5.8 14.7 4.5 12.7 4.5c-2.5 0-4 1.7-4 4 0 2.5 1.3 4 1.3 6.5 0 1.9-.8 3.3-2.5 4.5h9.5M6.5 12.5h7.5",
  "b-gone": "M4 12l8-7 8 7M6.5 10.5V20h11v-9.5M9.5 13l5 5M14.5 13l-5 5",
  "b-link": "M6 5h12v12H6zM6 11h12M8.5 17v2.5M15.5 17v2.5M9 14.2h.1M15 14.2h.1",
  "b-works": "M12 4l5 15H7zM9.6 11h4.8M8.3 15h7.4M4 20h16",
  "b-other": "M6 12h.1M12 12h.1M18 12h.1",
  "zoom-in": "M12 5v14M5 12h14",
  "zoom-out": "M5 12h14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3L20.5 20.5",
  back: "M14.5 5L7.5 12l7 7",
  close: "M6 6l12 12M18 6L6 18",
  layers: "M12 4l9 5-9 5-9-5zM3.5 13L12 17.7 20.5 13M3.5 16.5L12 21.2l8.5-4.7",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
  copy: "M9 9h10v11H9zM5 15V4h10",
  place: "M12 21c-4.5-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6-6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  offline: "M2.5 9.5a14 14 0 0 1 5-3M21.5 9.5a14 14 0 0 0-9-4M6 13.5a9 9 0 0 1 3.5-2M18 13.5a9 9 0 0 0-2.5-1.7M9.5 17a4 4 0 0 1 5 0M12 20h.1M4 3l16 17",
  done: "M4.5 12.5l5 5L20 6.5",
  report: "M5 20V10M12 20V4M19 20v-7",
};

/** A stroked icon by name. */
export function icon(name, size = 24) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: STROKES[name] ?? STROKES["w-other"] }),
  );
}

/** The mark of a kind of pin, with its white ring; `plain` is white throughout, for a ground of the kind's colour. */
export function mark(kind, size = 24, { plain = false } = {}) {
  const ring = { stroke: COLOUR.white, "stroke-width": 2.5, "stroke-linejoin": "round", "paint-order": "stroke", fill: plain ? COLOUR.white : COLOUR[kind] };
  const shapes = {
    welcoming: () => [svg("circle", { cx: 12, cy: 12, r: 8, ...ring })],
    barrier: () => [svg("path", { d: "M12 3.2L21.2 19.2H2.8z", ...ring })],
    both: () => [svg("path", { d: "M4.5 4.5h15v15h-15z", ...ring }), svg("path", { d: "M4.5 19.5h15v-15z", fill: "#C9B3E0" })],
  };
  return svg("svg", { viewBox: "0 0 24 24", width: size, height: size, class: "mark", "aria-hidden": "true", focusable: "false" }, shapes[kind]());
}
