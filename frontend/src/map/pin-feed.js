// Asks the server every three seconds what has changed, so that pins of others appear without a reload.

const PACE_MS = 3000;
const SLOWEST_MS = 30000;

export class PinFeed {
  /** `ask(since)` resolves to {sequence, pins, removed}; `onChange(pins, removed)`; `onConnection(isThere)`. */
  constructor({ ask, later, onChange, onConnection, isHidden = () => document.hidden }) {
    Object.assign(this, { ask, later, onChange, onConnection, isHidden });
    this.sequence = 0;
    this.failures = 0;
    this.stopped = false;
    this.timer = null;
    this.asking = false;
  }

  /** Ask now; asks again by itself until stopped. Does nothing while an answer is awaited. */
  async poll() {
    if (this.stopped || this.asking) return;
    this.asking = true;
    this.later.cancel(this.timer);
    try {
      const change = await this.ask(this.sequence);
      this.failures = 0;
      // A snapshot may be a little old: then ask again at once for the rest.
      const again = this.sequence === 0 && change.sequence > 0;
      this.sequence = change.sequence;
      if (change.pins.length || change.removed.length) this.onChange(change.pins, change.removed);
      this.onConnection(true);
      this.#plan(again ? 0 : PACE_MS);
    } catch {
      this.failures += 1;
      // One failure may be chance; two are a lost connection.
      if (this.failures >= 2) this.onConnection(false);
      this.#plan(Math.min(SLOWEST_MS, this.failures < 2 ? 600 : PACE_MS * 1.5 ** (this.failures - 2)));
    } finally {
      this.asking = false;
    }
  }

  stop() {
    this.stopped = true;
    this.later.cancel(this.timer);
  }

  #plan(ms) {
    if (this.stopped) return;
    this.timer = this.later.start(ms, () => (this.isHidden() ? this.#plan(PACE_MS) : this.poll()));
  }
}
