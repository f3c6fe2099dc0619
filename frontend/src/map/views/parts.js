// Pieces that several views share.

import { el } from "../../shared/dom.js";
import { icon, mark } from "../icons.js";

/** A view's heading; focus lands on it when the view opens, so that a screen reader begins there. */
export function heading(text, level = 2) {
  return el(`h${level}`, { class: "view-title", tabindex: "-1", "data-view-heading": true }, text);
}

export function backButton(t, act, label = t("back")) {
  return el("button", { type: "button", class: "quiet-button back", "data-testid": "back", onclick: act }, icon("back", 20), label);
}

export function button(label, act, { kind = "plain", testid, picture, disabled, ...rest } = {}) {
  return el("button", { type: "button", class: `button ${kind}`, "data-testid": testid, onclick: act, disabled, ...rest }, picture, el("span", {}, label));
}

/** The three things one can say of a place, as large buttons. */
export function kindButtons(app, start) {
  const kindButton = (kind) =>
    el(
      "button",
      { type: "button", class: `kind-button ${kind}`, "data-testid": `add-${kind}`, onclick: () => start(kind) },
      mark(kind, 26, { plain: kind !== "both" }),
      el("span", {}, app.t(`kind.${kind}.say`)),
    );
  return el("div", { class: "kind-buttons" }, ["welcoming", "barrier", "both"].map(kindButton));
}

/** A pin as the public sees it: mark, category, words, where and when. */
export function pinCard(app, pin, { note, when } = {}) {
  const category = app.texts.category(pin.category);
  return el(
    "article",
    { class: `pin-card ${pin.kind}`, "data-testid": "pin-card" },
    el("p", { class: "pin-kind" }, mark(pin.kind, 22), el("strong", {}, category?.label ?? ""), el("span", { class: "visually-hidden" }, ` (${app.texts.kind(pin.kind).label})`)),
    pin.text ? el("p", { class: "pin-text", dir: "auto" }, pin.text) : null,
    pin.detail ? el("p", { class: "pin-said" }, app.texts.detail(pin.detail)) : null,
    el("p", { class: "pin-where" }, [app.texts.where(pin), when ?? app.texts.when(pin.created)].filter(Boolean).join(" · ")),
    note ? el("p", { class: "pin-note" }, note) : null,
  );
}

/** How surely a pin's place is known, in words. */
export function precisionNote(app, pin) {
  if (pin.mine) return app.t("pin.only_you");
  if (pin.role === "grid-cell") return app.t("pin.in_a_square", { metres: Math.round(pin.precision_m * 2) });
  if (pin.role === "drawn") return app.t("pin.drawn");
  if (pin.role === "snapped") return app.t("pin.snapped");
  return "";
}
