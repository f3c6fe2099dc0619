// A ranked list: for each thing a heading that opens its details, a sentence, and bars with their words. What is lit
// (pointed at, focused or chosen) is told by `onPoint` and `onChoose`, and can be lit from outside.

import { el } from "../shared/dom.js";
import { track } from "./bars.js";

const FIRST = 10;

/**
 * Rows of {id, rank, title, known, said, bars: [{kind, label, text, share, low, high}], facts, folds: [{title, lines}]}.
 * `onPoint(id or null)` for hover and focus, `onChoose(id or null)` for a press.
 */
export function rankedList({ label, more, rows, first = FIRST }, { onPoint, onChoose }) {
  const items = new Map(rows.map((row) => [row.id, item(row)]));
  const nodes = [...items.values()];
  nodes.forEach(({ node }, i) => (node.hidden = i >= first));
  const list = el("ol", { class: "ranked", "aria-label": label, "data-testid": "ranked" }, nodes.map(({ node }) => node));
  const all = el("button", { type: "button", class: "button small ranked-more", "data-testid": "ranked-more", onclick: () => showAll(true) }, more);
  all.hidden = rows.length <= first;
  let open = null;

  function item(row) {
    const details = el("div", { class: "ranked-details", id: `details-${row.rank}`, "data-testid": "ranked-details" }, folds(row));
    details.hidden = true;
    const name = el(
      "button",
      { type: "button", class: "ranked-name", "aria-expanded": "false", "aria-controls": `details-${row.rank}`, "data-testid": "ranked-name", onclick: () => onChoose(open === row.id ? null : row.id), onkeydown: (event) => step(event, row.rank - 1) },
      el("span", { class: "ranked-number", "aria-hidden": "true" }, String(row.rank)),
      el("span", { class: "ranked-title" }, row.title),
    );
    const node = el(
      "li",
      { class: "ranked-item", "data-id": row.id, "data-lit": "false", onmouseenter: () => onPoint(row.id), onmouseleave: () => onPoint(null), onfocusin: () => onPoint(row.id), onfocusout: () => onPoint(null) },
      el("h3", {}, name),
      el("p", { class: "ranked-known" }, row.known),
      el("p", { class: "ranked-said" }, row.said),
      el("dl", { class: "ranked-bars" }, row.bars.map(bar)),
      details,
    );
    return { node, name, details };
  }

  /** Arrow keys go from name to name; Tab does too. */
  function step(event, place) {
    const next = { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key];
    if (next === undefined || !nodes[next] || nodes[next].node.hidden) return;
    event.preventDefault();
    nodes[next].name.focus();
  }

  function showAll(withFocus) {
    const [from] = nodes.filter(({ node }) => node.hidden);
    for (const { node } of nodes) node.hidden = false;
    all.hidden = true;
    if (withFocus) from?.name.focus();
  }

  return {
    list,
    all,
    /** Light one item, or none. */
    light(id) {
      for (const [key, { node }] of items) node.setAttribute("data-lit", String(key === id));
    },
    /** Open the details of one item, or of none. */
    choose(id) {
      open = id;
      if (items.get(id)?.node.hidden) showAll(false);
      for (const [key, { name, details }] of items) {
        name.setAttribute("aria-expanded", String(key === id));
        details.hidden = key !== id;
      }
    },
    itemOf: (id) => items.get(id)?.node ?? null,
  };
}

function bar({ kind, label, text, share, low, high }) {
  return el(
    "div",
    { class: `ranked-bar ${kind}` },
    el("dt", {}, label),
    el("dd", {}, el("span", { class: "ranked-track" }, track({ share, colour: "var(--bar)" }), high > low ? range(low, high) : null), el("span", { class: "bar-text" }, text)),
  );
}

/** From the least to the most that it may be, as a thin line over the bar. */
function range(low, high) {
  const line = el("span", { class: "ranked-range", "aria-hidden": "true" });
  line.style.insetInlineStart = `${Math.round(10000 * low) / 100}%`;
  line.style.width = `${Math.round(10000 * (high - low)) / 100}%`;
  return line;
}

function folds({ facts, folds: all }) {
  return [
    facts.map((fact) => el("p", {}, fact)),
    all.map(({ title, lines }) => [el("h4", {}, title), el("ul", {}, lines.map((line) => el("li", {}, line)))]),
  ];
}
