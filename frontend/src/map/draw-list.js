// The list of a scheme's changes: the same as on the map, by words.

import { el } from "../shared/dom.js";
import { kindsFor, lengthOf } from "./drawing.js";
import { changeSwatch } from "./swipe-key.js";

export const kindIcon = changeSwatch;

/**
 * A row for each change, or one that says there is none yet. `show(row)`; `changed()` after each alteration;
 * `spaceKinds` are the kinds a new space may be of, as {code, label}.
 */
export function changeRows(t, drawing, { show, changed, spaceKinds = [] }) {
  if (!drawing.changes.length) return el("li", { class: "draw-none" }, t("draw.none"));
  return drawing.changes.map((change, row) => {
    const n = row + 1;
    const label = t(`draw.kind.${change.kind}`);
    const metres = Math.round(lengthOf(change.geometry));
    const act = (then) => {
      then();
      changed();
    };
    return el(
      "li",
      { class: "draw-row" },
      el("span", { class: "change-number", "aria-hidden": "true" }, String(n)),
      el("div", { class: "draw-what" }, kindChoice(t, change, n, label, (kind) => act(() => drawing.retype(row, kind))), metres ? el("span", { class: "small" }, t("map.metres", { n: metres })) : null),
      change.geometry ? el("button", { type: "button", class: "quiet-button", "aria-label": t("draw.show_of", { n }), onclick: () => show(row) }, t("draw.show")) : null,
      el("button", { type: "button", class: "quiet-button", "aria-label": t("draw.remove_of", { n }), "data-testid": `draw-remove-${n}`, onclick: () => act(() => drawing.remove(row)) }, t("draw.remove")),
      more(t, change, n, spaceKinds, (detail) => act(() => drawing.detail(row, detail))),
      el("input", { type: "text", class: "draw-name", maxlength: "80", value: change.name, placeholder: t("draw.name"), "aria-label": t("draw.name_of", { n }), "data-testid": `draw-name-${n}`, onchange: (e) => act(() => drawing.rename(row, e.target.value.trim())) }),
    );
  });
}

/** What a change means, to be altered where its shape allows another meaning. */
function kindChoice(t, { kind, geometry }, n, label, onKind) {
  const kinds = kindsFor(geometry);
  if (kinds.length < 2) return el("strong", {}, label); // a barrier that is taken away has no shape
  return el(
    "select",
    { class: "draw-meaning", "aria-label": t("draw.meaning_of", { n }), "data-testid": `draw-meaning-${n}`, onchange: (e) => onKind(e.target.value) },
    kinds.map((each) => el("option", { value: each, selected: each === kind }, t(`draw.kind.${each}`))),
  );
}

/** What only some kinds of change have to say: whether a path is a bridge or an underpass, what kind of space it is. */
function more(t, { kind, ends_only: endsOnly, space_kind: spaceKind = "park" }, n, spaceKinds, tell) {
  if (kind === "link") {
    const box = el("input", { type: "checkbox", checked: Boolean(endsOnly), "data-testid": `draw-bridge-${n}`, onchange: (e) => tell({ ends_only: e.target.checked }) });
    return el("div", { class: "draw-more" }, el("label", {}, box, t("draw.bridge")));
  }
  if (kind !== "space" || !spaceKinds.length) return null;
  const options = spaceKinds.map(({ code, label }) => el("option", { value: code, selected: code === spaceKind }, label));
  return el("div", { class: "draw-more" }, el("select", { "aria-label": t("draw.space_of", { n }), "data-testid": `draw-space-${n}`, onchange: (e) => tell({ space_kind: e.target.value }) }, options));
}
