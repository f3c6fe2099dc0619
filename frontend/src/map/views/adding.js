// Adding a pin: where it is, what it is about, a line of text with the preview, and the receipt.

import { el, put } from "../../shared/dom.js";
import { icon, mark } from "../icons.js";
import { findPrivateDetails, maskPrivateDetails } from "../private-details.js";
import { grouped } from "../receipts.js";
import { backButton, button, heading, pinCard } from "./parts.js";
import { sayMore, shapeOffer, understoodList } from "./saying.js";

/** Where is it? A tap, Enter at the cross, or a search. */
export function placeView(app) {
  const { t } = app;
  const { draft } = app.adding;
  return el(
    "div",
    { class: "view place" },
    el("p", { class: `kind-chip ${draft.kind}` }, mark(draft.kind, 22), t(`kind.${draft.kind}.say`)),
    heading(t("place.title")),
    el("p", { class: "help-touch" }, t("place.help_touch")),
    el("p", { class: "help-keys" }, t("place.help_keys")),
    el(
      "div",
      { class: "row actions" },
      button(t("place.use_cross"), () => app.pickCross(), { kind: "primary", testid: "use-cross", picture: icon("place", 20) }),
      button(t("cancel"), () => app.adding.cancel(), { testid: "cancel" }),
    ),
  );
}

/** What is it about? One tap. */
export function categoryView(app) {
  const { t } = app;
  const { draft } = app.adding;
  const sides = draft.kind === "both" ? ["welcoming", "barrier"] : [draft.kind];
  const choices = (side) =>
    el(
      "ul",
      { class: "categories" },
      app.setup.categories
        .filter((category) => category.kind === side)
        .map((category) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", class: `category ${side}`, "data-testid": `category-${category.code}`, "aria-pressed": String(draft.category === category.code), onclick: () => app.adding.chooseCategory(category.code) },
              icon(category.code, 26),
              el("span", {}, category.label),
            ),
          ),
        ),
    );
  return el(
    "div",
    { class: "view category-view" },
    backButton(t, () => app.go("place")),
    heading(t(`category.title.${draft.kind}`)),
    sides.map((side) => [sides.length > 1 ? el("h3", {}, t(`category.title.${side}`)) : null, choices(side)]),
  );
}

/** A line of text, and under it what the public will see. */
export function wordsView(app) {
  const { t, setup } = app;
  const { draft } = app.adding;
  const preview = el("div", { class: "preview", "data-testid": "preview" });
  const counter = el("span", { class: "counter", id: "cg-counter" });
  const alert = el("div", { class: "private", role: "status" });
  const field = el("textarea", {
    id: "cg-text", rows: 2, maxlength: setup.max_text, "aria-describedby": "cg-counter cg-text-help", "data-testid": "pin-text", value: draft.text ?? "", dir: "auto",
  });
  const renew = () => {
    app.adding.change({ text: field.value });
    counter.textContent = t("words.counter", { used: field.value.length, most: setup.max_text });
    put(alert, privateAlert(app, field, renew));
    put(preview, pinCard(app, { ...draft, text: field.value.replace(/\s+/g, " ").trim(), ...(app.adding.draft.where ?? {}) }, { note: publishingNote(app), when: t("today") }));
  };
  field.addEventListener("input", renew);
  field.addEventListener("keydown", (event) => {
    // One line: Enter does not break it. With Ctrl or Command it saves.
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) app.adding.save();
  });
  renew();
  app.onWhere = renew;
  return el(
    "div",
    { class: "view words-view" },
    backButton(t, () => app.go("category")),
    heading(t("words.title")),
    el("label", { for: "cg-text", class: "label" }, t("words.label")),
    el("p", { class: "small", id: "cg-text-help" }, t("words.help")),
    field,
    counter,
    alert,
    el("h3", { class: "preview-title" }, t("words.preview")),
    preview,
    sayMore(app, renew),
    shapeOffer(app),
    el("div", { class: "row actions sticky" }, button(t("words.save"), () => app.adding.save(), { kind: `primary ${draft.kind}`, testid: "save" }), button(t("cancel"), () => app.adding.cancel(), { testid: "cancel" })),
  );
}

function publishingNote(app) {
  const category = app.texts.category(app.adding.draft.category);
  const { shape } = app.adding.draft;
  if (shape && !category.sensitive) return app.t("shape.note");
  const drawn = shape ? ` ${app.t("shape.note_sensitive")}` : "";
  return app.t(category.sensitive ? "words.note_sensitive" : "words.note") + drawn;
}

function privateAlert(app, field, renew) {
  const found = [...new Set(findPrivateDetails(field.value).map(({ kind }) => kind))];
  if (found.length === 0) return null;
  const { t } = app;
  const names = new Intl.ListFormat(app.texts.language, { type: "conjunction" }).format(found.map((kind) => t(`private.${kind}`)));
  return el(
    "div",
    { class: "note warning", "data-testid": "private-details" },
    el("p", {}, t("private.found", { what: names })),
    button(t("private.mask"), () => {
      field.value = maskPrivateDetails(field.value);
      renew();
      field.focus();
    }, { kind: "small" }),
  );
}

/** Saved, or safe on this device until there is a connection; with the receipt. */
export function savedView(app) {
  const { t } = app;
  const { last } = app.adding;
  const status = el("p", { class: "saved-status", "data-testid": "saved-status", "data-state": app.answers.stateOf(last.id) }, app.answers.text(last.id));
  const understood = el("div", { role: "status" }, understoodList(app, last.id));
  app.onStatus = () => {
    status.textContent = app.answers.text(last.id);
    status.dataset.state = app.answers.stateOf(last.id);
    if (understood.childElementCount === 0) put(understood, understoodList(app, last.id));
  };
  return el(
    "div",
    { class: "view saved" },
    heading(t("saved.title")),
    status,
    el("p", { class: "label" }, t("saved.receipt")),
    el(
      "div",
      { class: "receipt-row" },
      el("code", { class: "receipt", "data-testid": "receipt" }, grouped(last.receipt)),
      button(t("saved.copy"), (event) => app.copy(last.receipt, event.currentTarget), { kind: "small", testid: "copy-receipt", picture: icon("copy", 18) }),
    ),
    el("p", { class: "small" }, t("saved.receipt_help"), " ", el("a", { href: app.texts.pageUrl("your_pin") }, t("saved.receipt_link")), "."),
    el(
      "div",
      { class: "row actions" },
      button(t("saved.another"), () => app.go("home"), { kind: "primary", testid: "another" }),
      button(t("saved.more"), () => app.go("more"), { testid: "more-like-this" }),
    ),
    understood,
  );
}

/** Each tap adds one more of the same: for a street full of the same thing, or a facilitator with a paper map. */
export function moreView(app) {
  const { t } = app;
  const { last } = app.adding;
  const count = el("p", { class: "more-count", "data-testid": "more-count", role: "status" });
  app.onStatus = () => {
    count.textContent = t("more.count", { n: app.adding.moreCount, waiting: app.answers.outbox.size });
  };
  app.onStatus();
  return el(
    "div",
    { class: "view more" },
    el("p", { class: `kind-chip ${last.kind}` }, mark(last.kind, 22), app.texts.category(last.category).label),
    heading(t("more.title")),
    el("p", {}, t("more.help")),
    count,
    el("div", { class: "row actions" }, button(t("place.use_cross"), () => app.pickCross(), { testid: "use-cross", picture: icon("place", 20) }), button(t("more.done"), () => app.go("home"), { kind: "primary", testid: "more-done" })),
  );
}
