// Keeps every pin until the server says it has it. Nothing is lost to rapid clicks, a dropped connection or a
// closed tab: each pin waits under a key of its own in the browser's storage and is sent again until answered.
// The server takes the same pin twice without harm.

const PREFIX = "common-ground:outbox:";
export const RETRY_MS = 2500;
const LOOK_AGAIN_MS = 500;
const LONGEST_WORK_MS = 60000;
const PATIENT_AFTER = 6; // tries without any answer, after which they come four times slower
export const LARGEST_BATCH = 20;
const PER_PIN_MS = 150; // a large batch is given longer before it is sent again

export class Outbox {
  /**
   * `send(pins)` hands a batch to the server; `storage` is localStorage or a stand-in; `later(ms, call)` sets a
   * timer; `canSend()` says whether there is a line just now; `isBusy()` whether the server is known to be at work on what was sent; `onSettled(pin, answer)` is
   * told of each answer, `onChange()` of each change.
   */
  constructor({ send, storage, later, now, canSend = () => true, isBusy = () => false, onSettled = () => {}, onChange = () => {} }) {
    Object.assign(this, { send, storage, later, now, canSend, isBusy, onSettled, onChange });
    this.waiting = new Map();
    this.online = true;
    this.sentAt = -Infinity;
    this.unanswered = 0;
    this.inFlight = new Set();
    this.#restore();
  }

  get size() {
    return this.waiting.size;
  }

  has(id) {
    return this.waiting.has(id);
  }

  /** Take a pin and try to send it; it is in storage before this returns. */
  add(pin) {
    this.waiting.set(pin.id, pin);
    this.#store(pin);
    this.onChange();
    this.flush();
  }

  /** The server's word on pins: [{id, ok, …}]; the rest of what waits is sent at once. */
  settle(answers) {
    let changed = false;
    if (answers.length) this.unanswered = 0;
    for (const answer of answers) {
      const pin = this.waiting.get(answer.id);
      this.inFlight.delete(answer.id);
      if (!pin) continue;
      this.waiting.delete(answer.id);
      this.#forget(answer.id);
      this.onSettled(pin, answer);
      changed = true;
    }
    if (!changed) return;
    this.onChange();
    if (this.inFlight.size === 0) this.#sendNow();
  }

  /** Send what waits, unless a batch is under way and still fresh or there is no connection. */
  flush() {
    if (!this.online || this.waiting.size === 0) return;
    const waited = this.now() - this.sentAt;
    if (this.inFlight.size > 0 && waited < this.#patience()) return;
    // To ask again now would only make the server drop the answer it is about to give.
    if (this.inFlight.size > 0 && waited < LONGEST_WORK_MS && this.isBusy()) this.later(RETRY_MS, () => this.flush());
    else this.#sendNow();
  }

  /** Told by whoever notices; back on line, everything goes at once. */
  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.onChange();
    if (online) this.#sendNow();
  }

  #sendNow() {
    if (!this.online || this.waiting.size === 0) return;
    if (!this.canSend()) {
      this.later(LOOK_AGAIN_MS, () => this.flush());
      return;
    }
    const batch = [...this.waiting.values()].slice(0, LARGEST_BATCH);
    this.inFlight = new Set(batch.map((pin) => pin.id));
    this.sentAt = this.now();
    this.unanswered += 1;
    this.send(batch);
    this.later(this.#patience(), () => this.flush());
  }

  #patience() {
    const once = RETRY_MS + PER_PIN_MS * Math.max(0, this.inFlight.size - 1);
    return this.unanswered > PATIENT_AFTER ? 4 * once : once;
  }

  #restore() {
    try {
      for (let i = 0; i < this.storage.length; i += 1) {
        const key = this.storage.key(i);
        if (!key?.startsWith(PREFIX)) continue;
        const pin = JSON.parse(this.storage.getItem(key));
        if (pin?.id && PREFIX + pin.id === key) this.waiting.set(pin.id, { ...pin, restored: true });
      }
    } catch {
      // Storage may be blocked or hold what we did not write: then there is nothing to bring back.
    }
  }

  #store(pin) {
    try {
      this.storage.setItem(PREFIX + pin.id, JSON.stringify(pin));
    } catch {
      // Storage is full or blocked: the pin still waits in memory for as long as the page is open.
    }
  }

  #forget(id) {
    try {
      this.storage.removeItem(PREFIX + id);
    } catch {
      // As above.
    }
  }
}
