// The door Streamlit's loader comes through: `mount` is called when the map appears and whenever its data change.

import { mounting } from "../shared/mounting.js";
import { translator } from "../shared/words.js";
import { el, put } from "../shared/dom.js";
import { PinMap } from "./pin-map.js";
import { fetchJson, loadScript, loadStyle } from "./load.js";
import { showBarriers } from "./barriers-look.js";
import { showDraw } from "./draw.js";
import { showLook } from "./look.js";
import { showSwipe } from "./swipe.js";

/** `component` is Streamlit's {data, parentElement, setTriggerValue}; what it resolves to takes the map away. */
export const mount = mounting(start);

async function start(component) {
  const { data, parentElement } = component;
  const root = el("div", { class: "cg", "data-testid": "pin-map", "data-ready": "false", lang: data.language, hidden: true });
  parentElement.append(root);
  try {
    const [setup, display] = await Promise.all([
      fetchJson(data.setup),
      fetchJson(`${data.map_data}display.json`, { cache: "no-cache" }),
      loadScript(`${data.files}${data.leaflet}/leaflet.js`),
      loadScript(`${data.files}${data.protomaps}/protomaps-leaflet.js`),
      loadStyle(parentElement, `${data.files}${data.leaflet}/leaflet.css`),
      loadStyle(parentElement, `${data.files}${data.app}/map/map.css`),
      document.fonts.load("400 12px 'Atkinson Hyperlegible'").catch(() => null),
    ]);
    root.hidden = false;
    const parts = { L: window.L, P: window.protomapsL, root, setup, display, data, t: translator(setup.words, data.language) };
    const show = { look: showLook, barriers: showBarriers, swipe: showSwipe, draw: showDraw }[data.mode];
    return show ? await show(parts) : new PinMap(parts);
  } catch (error) {
    root.hidden = false;
    // Words may not have come: the page sends this one sentence along.
    put(root, el("p", { role: "alert", class: "cg-failed" }, data.failed));
    throw error;
  }
}
