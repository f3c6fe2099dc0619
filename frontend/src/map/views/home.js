// The first view: the question, the three answers, the key, and the way to the list.

import { el } from "../../shared/dom.js";
import { icon } from "../icons.js";
import { grouped } from "../receipts.js";
import { button, kindButtons } from "./parts.js";

export function homeView(app) {
  const { t } = app;
  return el(
    "div",
    { class: "view home" },
    el("h1", { class: "question", tabindex: "-1", "data-view-heading": true }, el("span", {}, t("home.question_welcome")), " ", el("span", {}, t("home.question_barrier"))),
    waitingDraft(app),
    refusedPins(app),
    kindButtons(app, (kind) => app.adding.start(kind)),
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "quiet-button", "data-testid": "show-list", onclick: () => app.go("list") }, icon("list", 20), t("home.list")),
      el("span", { class: "count", "data-testid": "pin-count" }, app.pinCountText()),
    ),
    app.layersFold(),
    sittingPins(app),
  );
}

function waitingDraft(app) {
  if (!app.adding.left) return null;
  const { t } = app;
  return el(
    "div",
    { class: "note", "data-testid": "draft-waiting" },
    el("p", {}, t("home.draft")),
    el("div", { class: "row" }, button(t("home.draft_go_on"), () => app.adding.resume(), { kind: "primary small" }), button(t("home.draft_drop"), () => app.adding.dropLeft(), { kind: "small" })),
  );
}

function refusedPins(app) {
  const { t } = app;
  return app.adding.refused.map(({ pin, sentence }) =>
    el(
      "div",
      { class: "note warning", "data-testid": "refused" },
      el("p", {}, el("strong", {}, t("refused.title")), " ", sentence),
      el("div", { class: "row" }, button(t("refused.mend"), () => app.adding.mend(pin), { kind: "primary small" }), button(t("refused.drop"), () => app.adding.dropRefused(pin.id), { kind: "small" })),
    ),
  );
}

/** Pins of this sitting, with their receipts: kept in this page alone, so that the next person at a shared computer does not find them. */
function sittingPins(app) {
  if (app.adding.sitting.length === 0) return null;
  const { t } = app;
  return el(
    "details",
    { class: "fold", "data-testid": "sitting" },
    el("summary", {}, icon("done", 20), el("span", {}, t("sitting.title", { n: app.adding.sitting.length }))),
    el("p", { class: "small" }, t("sitting.help")),
    el(
      "ul",
      { class: "receipts" },
      [...app.adding.sitting].reverse().map((pin) =>
        el("li", {}, el("span", {}, `${app.texts.category(pin.category).label} · ${app.answers.text(pin.id)}`), el("code", { class: "receipt" }, grouped(pin.receipt))),
      ),
    ),
    button(t("sitting.copy_all"), (event) => app.copy(app.adding.sitting.map((pin) => `${app.texts.category(pin.category).label}: ${pin.receipt}`).join("\n"), event.currentTarget), {
      kind: "small",
      picture: icon("copy", 18),
    }),
  );
}
