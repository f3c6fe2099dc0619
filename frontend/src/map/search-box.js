// Search by street, place, ward or area: a combobox (ARIA 1.2) over the server's offline index.

import { el, put } from "../shared/dom.js";
import { icon } from "./icons.js";

const PAUSE_MS = 160;

/** `ask(text)` resolves to [{name, kind, detail, lon, lat, bbox}]; `onChoose(place)`. */
export function searchBox({ t, ask, onChoose, say }) {
  let found = [];
  let foundFor = null;
  let active = -1;
  let asked = 0;
  let timer = null;
  const list = el("ul", { role: "listbox", id: "cg-found", class: "found", "aria-label": t("search.results"), hidden: true });
  const input = el("input", {
    type: "search", id: "cg-search", role: "combobox", autocomplete: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "search",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "cg-found", placeholder: t("search.placeholder"), "data-testid": "search",
  });

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    input.value = place.name;
    foundFor = place.name;
    found = [place];
    close();
    onChoose(place);
  };
  const light = (index) => {
    active = (index + found.length) % found.length;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", `cg-found-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const show = (text) => {
    put(
      list,
      found.map((place, i) =>
        el(
          "li",
          { role: "option", id: `cg-found-${i}`, "aria-selected": "false", "data-testid": "found", onmousedown: (e) => e.preventDefault(), onclick: () => choose(place) },
          el("span", { class: "found-name" }, place.name),
          el("span", { class: "found-detail" }, [t(`sort.${place.kind}`), place.detail].filter(Boolean).join(" · ")),
        ),
      ),
    );
    if (found.length === 0) put(list, el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "found-none" }, t("search.none", { text })));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(found.length ? t("search.found", { n: found.length }) : t("search.none", { text }));
  };
  const search = async () => {
    const text = input.value.trim();
    const mine = ++asked;
    if (text.length < 2) return close();
    try {
      const answer = await ask(text);
      if (mine !== asked) return undefined;
      found = answer;
      foundFor = text;
      active = -1;
      show(text);
    } catch {
      if (mine === asked) say(t("search.failed"));
    }
    return undefined;
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  input.addEventListener("focus", () => input.value.trim().length >= 2 && found.length && (list.hidden = false));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" && found.length && !list.hidden) light(active + 1);
    else if (event.key === "ArrowUp" && found.length && !list.hidden) light(active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      clearTimeout(timer);
      if (foundFor !== input.value.trim()) await search();
      if (found.length && foundFor === input.value.trim()) choose(found[Math.max(0, active)]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return el(
    "div",
    { class: "search", role: "search" },
    el("label", { for: "cg-search", class: "search-label" }, t("search.label")),
    el("div", { class: "search-field" }, icon("search", 20), input),
    list,
  );
}
