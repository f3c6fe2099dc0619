// Reading the map: what was said at a place, what an area or space is, and all of it as a list.

import { el, put } from "../../shared/dom.js";
import { icon } from "../icons.js";
import { backButton, button, heading, kindButtons, pinCard, precisionNote } from "./parts.js";

const PAGE = 40;

/** What lies under a tap: pins first, then a space, then the areas with a way to their reports. */
export function hereView(app) {
  const { t, here } = app;
  const title = here.pins.length ? t("here.said", { n: here.pins.length }) : here.space ? spaceName(app, here.space) : t("here.title");
  return el(
    "div",
    { class: "view here", "data-testid": "here" },
    backButton(t, () => app.go("home"), t("close")),
    heading(title),
    here.pins.slice(0, PAGE).map((pin) => pinCard(app, pin, { note: precisionNote(app, pin) })),
    here.space ? spaceFacts(app, here.space, here.pins.length > 0) : null,
    areaLinks(app, here.areas),
    el("h3", {}, t("here.add")),
    kindButtons(app, (kind) => app.adding.start(kind, here.place)),
  );
}

function spaceName(app, { properties }) {
  return properties.name || app.texts.spaceKind(properties.kind).label;
}

function spaceFacts(app, space, withName) {
  const { t } = app;
  const { kind, access, area_ha: hectares } = space.properties;
  const facts = [app.texts.spaceKind(kind).label, t(`access.${access ?? "unknown"}`), hectares ? t("here.hectares", { n: hectares < 1 ? Number(hectares.toPrecision(2)) : Math.round(hectares * 10) / 10 }) : null];
  return el("div", { class: "facts", "data-testid": "space-facts" }, withName ? el("h3", {}, spaceName(app, space)) : null, el("p", {}, facts.filter(Boolean).join(" · ")));
}

function areaLinks(app, areas) {
  const { t } = app;
  if (areas.length === 0) return el("p", {}, t("here.nowhere"));
  return el(
    "ul",
    { class: "area-links" },
    areas.map(({ layer, feature }) =>
      el(
        "li",
        {},
        el(
          "a",
          {
            href: app.texts.pageUrl("areas", { area: feature.properties.id }), "data-testid": "area-link",
            onmouseenter: () => app.scene.areas.choose(feature), onfocus: () => app.scene.areas.choose(feature),
            onmouseleave: () => app.scene.areas.choose(null), onblur: () => app.scene.areas.choose(null),
          },
          icon("report", 20),
          el("span", {}, el("strong", {}, feature.properties.name), el("span", { class: "area-kind" }, `${t(`sort.${layer}`)} · ${t("here.report")}`)),
        ),
      ),
    ),
  );
}

/** Everything within the map's bounds, as two lists: what people said, and places. */
export function listView(app) {
  const { t } = app;
  const said = el("ul", { class: "list", "data-testid": "pin-list" });
  const places = el("ul", { class: "list places", "data-testid": "place-list" });
  const saidTitle = el("h3", {});
  const placesTitle = el("h3", {});
  const more = el("div", {});
  let shown = PAGE;
  const renew = () => {
    const bounds = app.scene.viewBounds();
    const pins = app.scene.pins.within(bounds);
    const spaces = app.scene.spaces.within(bounds);
    saidTitle.textContent = t("list.said", { n: pins.length });
    placesTitle.textContent = t("list.places", { n: spaces.length });
    put(said, pins.slice(0, shown).map((pin) => el("li", {}, pinCard(app, pin, { note: precisionNote(app, pin) }), showButton(app, () => app.showPin(pin), pin.text))));
    put(places, spaces.slice(0, PAGE).map((space) => el("li", {}, placeRow(app, space), showButton(app, () => app.showSpace(space), space.properties.name))));
    put(more, pins.length > shown ? button(t("list.more"), () => { shown += PAGE; renew(); }, { testid: "list-more" }) : null);
  };
  app.onMove = renew;
  app.scene.spaces.want().then(renew);
  renew();
  return el(
    "div",
    { class: "view list-view", "data-testid": "list" },
    backButton(t, () => app.go("home"), t("list.back")),
    heading(t("list.title")),
    el("p", { class: "small" }, t("list.help")),
    saidTitle, said, more, placesTitle, places,
  );
}

function placeRow(app, { properties }) {
  const known = properties.access && properties.access !== "unknown" ? app.t(`access.${properties.access}`) : null;
  const facts = [app.texts.spaceKind(properties.kind).label, known].filter(Boolean).join(" · ");
  return el("p", { class: "place-row" }, el("strong", {}, properties.name), " ", el("span", { class: "small" }, facts));
}

function showButton(app, act, what) {
  return el("button", { type: "button", class: "quiet-button show", onclick: act }, icon("place", 18), app.t("list.show"), el("span", { class: "visually-hidden" }, what ? `: ${what}` : ""));
}
