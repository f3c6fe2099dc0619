// More about a place, all of which may be skipped: one tap an answer, and a line or an area drawn on the map.

import { el, put } from "../../shared/dom.js";
import { icon, mark } from "../icons.js";
import { metresOf } from "../shape-draft.js";
import { backButton, button, heading } from "./parts.js";

/** The questions that may be skipped, folded away until they are wanted or something was answered. */
export function sayMore(app, onChange) {
  const { t, setup } = app;
  const { kind, detail = {} } = app.adding.draft;
  const questions = setup.details.filter(({ kinds }) => kinds.includes(kind));
  const said = (name) => app.adding.draft.detail?.[name];
  const answer = (change) => {
    app.adding.change({ detail: { ...app.adding.draft.detail, ...change } });
    onChange?.();
  };
  return el(
    "details",
    { class: "fold more-said", open: Object.values(detail).some((each) => each?.length), "data-testid": "say-more" },
    el("summary", {}, el("span", {}, t("said.title"))),
    el("p", { class: "small" }, t("said.help")),
    questions.map((question) => ask(app, question, said, answer)),
  );
}

function ask(app, { name, question, several, answers }, said, answer) {
  const chosen = () => [said(name) ?? []].flat();
  const until = name === "hours" ? lastDay(app, said, answer) : null;
  const chips = answers.map(({ code, label }) =>
    el("button", { type: "button", class: "chip", "data-testid": `said-${name}-${code}`, "aria-pressed": String(chosen().includes(code)), onclick: () => press(code) }, label),
  );
  const press = (code) => {
    const was = chosen();
    const without = was.filter((each) => each !== code);
    const now = was.includes(code) ? without : several ? [...was, code] : [code];
    answer({ [name]: several ? now : (now[0] ?? null), ...(until && now[0] !== "works" ? { until: null } : {}) });
    chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(now.includes(answers[i].code))));
    until?.renew();
  };
  return el("fieldset", { class: "question-more" }, el("legend", {}, question), el("div", { class: "chips" }, chips), until?.node ?? null);
}

/** The day that works end, asked where there are works. */
function lastDay(app, said, answer) {
  const field = el("input", {
    type: "date", id: "cg-until", min: "2000-01-01", max: "2099-12-31", value: said("until") ?? "", "data-testid": "said-until", oninput: () => answer({ until: field.value || null }),
  });
  const node = el("div", { class: "until" }, el("label", { for: "cg-until" }, app.t("said.until")), field);
  const renew = () => {
    node.hidden = said("hours") !== "works";
    field.value = said("until") ?? "";
  };
  renew();
  return { node, renew };
}

/** What was drawn, or the offer to draw; for what gets in the way alone. */
export function shapeOffer(app) {
  const { t } = app;
  const { draft, shaping } = app.adding;
  if (draft.kind === "welcoming" && !draft.shape) return null;
  const box = el("div", { class: "shape-offer", "data-testid": "shape-offer" });
  const leaveOut = button(t("shape.leave_out"), () => {
    shaping.leaveOut();
    app.go("words");
  }, { kind: "small", testid: "shape-leave-out" });
  if (shaping.isOpen) {
    put(box, el("p", {}, t("shape.begun")), row(button(t("shape.go_on"), () => shaping.begin(), { kind: "small", testid: "shape-go-on" }), leaveOut));
  } else if (draft.shape) {
    const metres = Math.round(metresOf(draft.shape));
    const said = draft.shape.type === "Polygon" ? t("shape.area", { metres }) : t("shape.line", { metres });
    put(box, el("p", { "data-testid": "shape-said" }, said), row(button(t("shape.again"), () => shaping.begin(), { kind: "small", testid: "shape-again" }), leaveOut));
  } else {
    put(box, el("p", { class: "small" }, t("shape.offer")), row(button(t("shape.title"), () => shaping.begin(), { kind: "small", testid: "shape-begin" })));
  }
  return box;
}

function row(...buttons) {
  return el("div", { class: "row" }, buttons);
}

/** Tap, tap, finish. */
export function drawView(app) {
  const { t } = app;
  const { draft, shaping } = app.adding;
  const count = el("p", { class: "more-count", "data-testid": "shape-count" });
  const undo = button(t("shape.undo"), () => shaping.undo(), { testid: "shape-undo", picture: icon("back", 20) });
  const line = button(t("shape.as_line"), () => shaping.finish("line"), { kind: "primary", testid: "shape-line", picture: icon("done", 20) });
  const area = button(t("shape.as_area"), () => shaping.finish("area"), { kind: "primary", testid: "shape-area", picture: icon("done", 20) });
  const renew = () => {
    count.textContent = t("shape.points", { n: shaping.points.length, metres: shaping.metres });
    undo.disabled = shaping.points.length === 0;
    line.disabled = !shaping.may("line");
    area.disabled = !shaping.may("area");
  };
  app.onShape = renew;
  renew();
  return el(
    "div",
    { class: "view draw-view" },
    backButton(t, () => app.go("words")),
    el("p", { class: `kind-chip ${draft.kind}` }, mark(draft.kind, 22), app.texts.category(draft.category).label),
    heading(t("shape.title")),
    el("p", { class: "help-touch" }, t("shape.help_touch")),
    el("p", { class: "help-keys" }, t("shape.help_keys")),
    count,
    el("div", { class: "row actions" }, button(t("shape.add"), () => app.pickCross(), { testid: "use-cross", picture: icon("place", 20) }), undo),
    el("div", { class: "row actions" }, line, area),
  );
}

/** How the server took a pin to be meant; empty until it has answered. */
export function understoodList(app, id) {
  const sentences = app.answers.understood(id);
  if (sentences.length === 0) return null;
  return el("div", { class: "understood", "data-testid": "understood" }, el("h3", {}, app.t("understood.title")), el("ul", {}, sentences.map((sentence) => el("li", {}, sentence))));
}
