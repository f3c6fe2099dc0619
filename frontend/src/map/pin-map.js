// The residents' map: holds its parts together and moves from step to step. Views draw; `Adding` keeps what is being said.

import { put } from "../shared/dom.js";
import { Adding } from "./adding.js";
import { Answers } from "./answers.js";
import { toClipboard } from "./clipboard.js";
import { Drafts, safeList } from "./drafts.js";
import { layersPanel } from "./layers-panel.js";
import { secondLine } from "./line.js";
import { fetchJson } from "./load.js";
import { Outbox } from "./outbox.js";
import { PinFeed } from "./pin-feed.js";
import { Scene } from "./scene.js";
import { buildStage } from "./stage.js";
import { Texts } from "./texts.js";
import { categoryView, moreView, placeView, savedView, wordsView } from "./views/adding.js";
import { homeView } from "./views/home.js";
import { hereView, listView } from "./views/looking.js";
import { drawView } from "./views/saying.js";

const VIEWS = { home: homeView, place: placeView, category: categoryView, words: wordsView, draw: drawView, saved: savedView, more: moreView, here: hereView, list: listView };
const PICKING = new Set(["place", "more", "draw"]);
const OFF_AT_FIRST = ["area:town-centre"];

export class PinMap {
  constructor({ L, P, root, setup, display, data, t }) {
    Object.assign(this, { root, setup, display, t });
    this.texts = new Texts(t, setup, data);
    this.drafts = new Drafts(() => window.localStorage, () => window.sessionStorage);
    this.#makeOutbox();
    this.answers = new Answers(t, this.outbox);
    this.adding = new Adding(this, this.drafts);
    this.stage = buildStage({ t, display, ask: (text) => fetchJson(`${data.base}api/search?${new URLSearchParams({ q: text })}`), onFound: (place) => this.#found(place) });
    put(root, this.stage.nodes);
    const looks = { off: OFF_AT_FIRST, onPick: (place) => this.picked(place), onLayers: () => this.#layersCame(), onMove: () => this.#moved() };
    this.scene = new Scene({ L, P, container: this.stage.map, texts: this.texts, display, data, ...looks });
    this.stage.attach(this.scene.map);
    this.#makeFeed(data);
    this.go("home", { focus: false });
    this.#sayWhenReady(this.#lookWhereLeft());
  }

  // What Streamlit calls: new data, and the end.

  update(component) {
    this.component = component;
    this.outbox.settle(component.data.answers ?? []);
    this.trouble = component.data.trouble;
    this.#outboxChanged();
    if (this.feed.begun) return;
    this.feed.begun = true;
    this.feed.poll();
    this.outbox.flush();
  }

  remove() {
    this.feed.stop();
    this.listening.abort();
    this.scene.map.remove();
    this.root.remove();
  }

  // Steps.

  go(step, { focus = true } = {}) {
    this.step = step;
    Object.assign(this, { onWhere: null, onStatus: null, onMove: null, onShape: null });
    this.root.dataset.step = step;
    this.root.classList.toggle("picking", PICKING.has(step));
    if (step !== "here") this.scene.chooseNothing();
    if (step === "more") this.adding.moreCount = 0;
    put(this.stage.panel, VIEWS[step](this));
    this.adding.shaping.show();
    this.stage.panel.scrollTop = 0;
    this.root.scrollTop = step === "home" ? 0 : this.stage.panel.offsetTop - this.stage.map.clientHeight;
    // Rapid taps are many places, not a wish to come closer.
    this.scene.map.doubleClickZoom[PICKING.has(step) ? "disable" : "enable"]();
    if (!focus) return;
    this.#focusFor(step)?.focus({ preventScroll: true });
    if (step === "place") this.say(`${this.t(`kind.${this.adding.draft.kind}.say`)}. ${this.t("place.help_spoken")}`);
    if (step === "draw") this.say(this.t("shape.help_spoken"));
  }

  #focusFor(step) {
    if (PICKING.has(step)) return this.stage.map;
    // On a touch screen a focused field brings up a keyboard over the preview.
    const field = window.matchMedia("(hover: hover)").matches ? this.stage.panel.querySelector("textarea") : null;
    return field ?? this.stage.panel.querySelector("[data-view-heading]");
  }

  picked(place) {
    if (this.step === "more") this.adding.addMore(place);
    else if (this.step === "draw") this.adding.shaping.add(place);
    else if (["place", "category", "words"].includes(this.step)) this.adding.place(place);
    else this.#look(place);
  }

  pickCross() {
    const { lon, lat, world } = this.scene.centre();
    this.picked({ lon, lat, x: world[0], y: world[1] });
  }

  showPin(pin) {
    this.scene.goTo(pin);
    this.#look(pin, { pins: [pin] });
  }

  showSpace(space) {
    const middle = this.scene.middleOf(space);
    this.scene.goTo(middle);
    this.#look(middle, { space });
  }

  // What views ask for.

  say(text) {
    this.stage.say(text);
  }

  tell(text) {
    this.stage.tell(text);
  }

  pinCountText() {
    const { size } = this.scene.pins.pins;
    return size ? this.t("home.count", { n: size }) : "";
  }

  layersFold() {
    const roomy = this.root.clientWidth >= 760 && this.root.clientHeight >= 640;
    const fold = layersPanel({
      t: this.t, setup: this.setup, display: this.display, switches: this.scene.switches,
      spaceKinds: new Set(this.scene.spaces.features.map(({ properties }) => properties.kind)), open: this.foldOpen ?? roomy,
    });
    fold.addEventListener("toggle", () => (this.foldOpen = fold.open));
    return fold;
  }

  async copy(text, button) {
    if (await toClipboard(text, this.root)) {
      this.say(this.t("copied"));
      button.querySelector("span").textContent = this.t("copied");
    } else {
      this.tell(this.t("copy_failed"));
    }
  }

  /** After the panel has taken its room, the chosen place is still to be seen. */
  keepInView({ lon, lat }) {
    requestAnimationFrame(() => requestAnimationFrame(() => this.scene.map.panInside([lat, lon], { padding: [60, 60] })));
  }

  // Within.

  async #look(place, only = null) {
    const found = await this.scene.under(place);
    this.here = { place, ...found, ...(only ? { pins: [], space: null, ...only } : {}) };
    this.scene.choose(this.here);
    this.go("here");
  }

  #found(place) {
    this.scene.goToFound(place);
    this.say(this.t("search.gone", { name: place.name }));
    if (PICKING.has(this.step)) this.stage.map.focus({ preventScroll: true });
  }

  #makeOutbox() {
    this.outbox = new Outbox({
      storage: safeList(() => window.localStorage),
      now: () => performance.now(),
      later: (ms, call) => setTimeout(call, ms),
      canSend: () => streamlitState().connection === "CONNECTED",
      isBusy: () => streamlitState().script === "running",
      send: (pins) => this.#send(pins),
      onSettled: (pin, answer) => this.#settled(pin, answer),
      onChange: () => this.#outboxChanged(),
    });
    this.outbox.online = navigator.onLine;
  }

  #send(pins) {
    const line = this.outbox.unanswered > 1 ? (secondLine() ?? this.component) : this.component;
    line?.setTriggerValue("outbox", pins.map(({ restored, ...pin }) => pin));
  }

  #settled(pin, answer) {
    this.answers.note(answer);
    if (!answer.ok) {
      this.adding.takeBack(pin, answer.sentence);
      if (["saved", "home", "more"].includes(this.step)) this.go("home");
      this.say(answer.sentence);
    } else if (pin.restored) {
      this.adding.sitting.push(pin);
      if (this.step === "home") this.go("home", { focus: false });
    } else if (pin.id === this.adding.last?.id && this.step === "saved") {
      this.say(this.answers.text(pin.id));
    }
    if (answer.ok && answer.status === "published") this.feed.poll();
    this.onStatus?.();
  }

  #outboxChanged() {
    if (!this.stage) return;
    const { online, size } = this.outbox;
    const trouble = size && this.trouble ? `${this.trouble} ${this.t("offline.kept", { n: size })}` : "";
    this.stage.setOffline(online ? trouble : this.t(size ? "offline.waiting" : "offline.none", { n: size }));
    this.root.dataset.waiting = size;
    this.onStatus?.();
  }

  #makeFeed(data) {
    this.feed = new PinFeed({
      ask: (since) => fetchJson(`${data.base}api/pins?since=${since}`),
      later: { start: (ms, call) => setTimeout(call, ms), cancel: (timer) => clearTimeout(timer) },
      onChange: (pins, removed) => {
        this.scene.pins.change(pins, removed);
        this.root.dataset.pins = this.scene.pins.pins.size;
        const count = this.stage.panel.querySelector("[data-testid=pin-count]");
        if (count) count.textContent = this.pinCountText();
        if (this.step === "list") this.onMove?.();
      },
      onConnection: (isThere) => {
        if (isThere && !this.outbox.online) this.scene.comeBack();
        this.outbox.setOnline(isThere && navigator.onLine);
      },
    });
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener("online", () => this.feed.poll(), { signal });
    window.addEventListener("offline", () => this.outbox.setOnline(false), { signal });
    document.addEventListener("visibilitychange", () => !document.hidden && this.feed.poll(), { signal });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape(event), { signal });
  }

  #escape(event) {
    const back = this.stage.panel.querySelector("[data-testid=back]") ?? this.stage.panel.querySelector("[data-testid=cancel], [data-testid=more-done]");
    if (!back) return;
    event.preventDefault();
    back.click();
  }

  #layersCame() {
    if (!this.stage || this.step !== "home") return;
    // Kinds of space become known as their files arrive: the key shows what there is.
    this.stage.panel.querySelector("[data-testid=layers]")?.replaceWith(this.layersFold());
  }

  #moved() {
    const { lon, lat } = this.scene.centre();
    this.drafts.view = { lon, lat, zoom: this.scene.map.getZoom() };
    this.onMove?.();
  }

  async #lookWhereLeft() {
    const view = this.drafts.view;
    if (view && this.scene.isInBounds(view)) this.scene.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    // The practice quarter is a speck on London: begin there, for that is where there is something to see.
    else if (this.display.invented) await this.scene.showLayer("ward");
  }

  async #sayWhenReady(looking) {
    await Promise.all([looking, this.scene.areas.want("borough")]);
    requestAnimationFrame(() => {
      this.root.dataset.ready = "true";
      performance.mark("common-ground-map-ready");
    });
  }
}

/** What Streamlit's page says of its line to the server and of the script that runs for us there. */
function streamlitState() {
  const said = document.querySelector("[data-test-script-state]")?.dataset;
  return { connection: said?.testConnectionState ?? "CONNECTED", script: said?.testScriptState };
}
