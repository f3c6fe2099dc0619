// One person's share of public open space as a square on the ground, with a person standing in it, to scale.

import { svg } from "../shared/dom.js";

const PERSON_M = 1.7;
const TALLEST_PX = 190;
const SMALLEST_SCENE_M = 2.6;

/** `squareMetres` a person; drawn from the side and above: the square keeps its true edge along the bottom. */
export function sharePicture(squareMetres, alt) {
  const edge = Math.sqrt(squareMetres);
  const lean = 0.42; // how much of its depth a square on the ground shows
  const scene = Math.max(SMALLEST_SCENE_M, PERSON_M + 0.35, edge * lean + PERSON_M * 0.75);
  const px = TALLEST_PX / scene;
  const width = Math.max(edge * 1.5, 3) * px;
  const depth = edge * lean * px;
  const base = TALLEST_PX - 4;
  const left = (width - edge * px - depth * 0.5) / 2;
  const corners = [[left, base], [left + edge * px, base], [left + edge * px + depth * 0.5, base - depth], [left + depth * 0.5, base - depth]];
  const x = left + (edge * px + depth * 0.5) / 2;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${TALLEST_PX}`, width, height: TALLEST_PX, role: "img", "aria-label": alt, class: "share-picture" },
    svg("polygon", { points: corners.map((corner) => corner.map((n) => n.toFixed(1)).join(",")).join(" "), class: "share-ground" }),
    person(x, base - depth * 0.45, PERSON_M * px),
  );
}

function person(x, foot, height) {
  const u = height / 17;
  return svg(
    "g",
    { transform: `translate(${x} ${foot}) scale(${u})`, class: "share-person" },
    svg("ellipse", { cx: 0, cy: 0, rx: 3.2, ry: 0.8, class: "share-shadow" }),
    svg("circle", { cx: 0, cy: -15.4, r: 1.5 }),
    svg("path", { d: "M-2.1-7.2v-4.2a1.9 1.9 0 0 1 1.9-1.9h.4a1.9 1.9 0 0 1 1.9 1.9v4.2a.45.45 0 0 1-.9 0v-3.6L1.2 0H.3L0-6.2-.3 0h-.9L-1.2-10.8v3.6a.45.45 0 0 1-.9 0z" }),
  );
}
