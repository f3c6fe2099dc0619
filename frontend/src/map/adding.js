// Adding a pin, from the first tap to the receipt. A draft is kept on this device at each step.

import { newId, newReceipt } from "./receipts.js";
import { rounded } from "./map-view.js";
import { Shaping } from "./shaping.js";

export class Adding {
  /** `app` gives go(step), say(text), scene, answers, outbox and t. */
  constructor(app, drafts) {
    Object.assign(this, { app, drafts });
    this.left = drafts.draft;
    this.refused = drafts.refused;
    this.draft = null;
    this.last = null;
    this.sitting = [];
    this.moreCount = 0;
    this.shaping = new Shaping(app, this);
  }

  /** Begin a pin of a kind; where the place is known already, ask at once what it is about. */
  start(kind, place = null) {
    this.left = null;
    this.draft = { kind };
    if (place) this.place(place);
    else this.app.go("place");
  }

  /** The place has been chosen, or chosen anew. */
  place(place) {
    const { app } = this;
    if (!app.scene.isInBounds(place)) {
      app.tell(app.t("place.outside"));
      return;
    }
    if (this.draft.shape) {
      app.tell(app.t("shape.kept"));
      return;
    }
    this.stand(place);
    if (app.step === "words" && this.draft.category) app.onWhere?.();
    else app.go("category");
    app.keepInView(this.draft.place);
  }

  /** Stand the pin at a place. */
  stand(place) {
    this.change({ place: rounded(place), where: null });
    this.app.scene.setOwn(this.draft.kind, this.draft.place);
    this.#findWhere();
  }

  change(change) {
    this.draft = { ...this.draft, ...change };
    if (this.draft.place) this.drafts.draft = this.draft;
  }

  chooseCategory(code) {
    this.change({ category: code });
    this.app.go("words");
  }

  cancel() {
    this.#clear();
    this.app.go("home");
  }

  save() {
    if (this.shaping.isOpen) {
      this.app.tell(this.app.t("shape.finish_first"));
      return;
    }
    const { kind, place, category, text = "", where, shape } = this.draft;
    const detail = answered(this.draft.detail);
    const more = { ...(detail ? { detail } : {}), ...(shape ? { shape } : {}) };
    this.last = this.#send({ kind, ...place, category, text: text.replace(/\s+/g, " ").trim(), ...more }, where);
    this.#clear();
    this.app.go("saved");
    this.app.say(this.app.answers.text(this.last.id));
  }

  /** One more of what was saved last, at another place, without text. */
  async addMore(place) {
    const { app } = this;
    if (!app.scene.isInBounds(place)) {
      app.tell(app.t("place.outside"));
      return;
    }
    const { kind, category } = this.last;
    this.moreCount += 1;
    this.#send({ kind, category, ...rounded(place), text: "" }, null);
    app.onStatus?.();
  }

  resume() {
    this.draft = this.left;
    this.left = null;
    this.#reopen();
  }

  dropLeft() {
    this.left = null;
    this.drafts.draft = null;
    this.app.go("home");
  }

  /** A pin came back refused: keep it, with the reason, until its writer mends or drops it. */
  takeBack(pin, sentence) {
    this.refused = [...this.refused.filter((each) => each.pin.id !== pin.id), { pin, sentence }];
    this.drafts.refused = this.refused;
    this.sitting = this.sitting.filter((each) => each.id !== pin.id);
    this.app.scene.pins.change([], [pin.id]);
  }

  /** Open a refused pin again. It becomes a new pin: the server never took the old one. */
  mend({ id, kind, lon, lat, category, text, detail, shape }) {
    this.#dropRefused(id);
    this.draft = { kind, place: { lon, lat }, category, text, ...(detail ? { detail } : {}), ...(shape ? { shape } : {}) };
    this.#reopen();
  }

  dropRefused(id) {
    this.#dropRefused(id);
    this.app.go("home");
  }

  #dropRefused(id) {
    this.refused = this.refused.filter((each) => each.pin.id !== id);
    this.drafts.refused = this.refused;
  }

  #reopen() {
    const { app, draft } = this;
    this.change({});
    app.scene.setOwn(draft.kind, draft.place);
    app.scene.goTo(draft.place);
    this.#findWhere();
    app.go(draft.category ? "words" : "category");
    this.shaping.show();
  }

  #clear() {
    this.draft = null;
    this.drafts.draft = null;
    this.app.scene.setOwn(null, null);
    this.shaping.show();
  }

  #send(said, where) {
    const { app } = this;
    const pin = { id: newId(), receipt: newReceipt(), ...said };
    this.sitting.push(pin);
    app.scene.pins.change([{ ...pin, ...(where ?? {}), created: new Date().toISOString(), precision_m: 0, role: "", mine: true }], []);
    app.outbox.add({ ...pin, contributor: this.drafts.contributor });
    return pin;
  }

  async #findWhere() {
    const { place } = this.draft;
    const where = await this.app.scene.locality(place);
    // The place may have been moved, or the pin saved, while the outlines were fetched.
    if (this.draft?.place !== place) return;
    this.change({ where });
    this.app.onWhere?.();
  }
}

/** The answers that were given, or null where none was. */
function answered(detail = {}) {
  const given = Object.entries(detail ?? {}).filter(([, answer]) => answer?.length);
  return given.length ? Object.fromEntries(given) : null;
}
