// Keeps a drawing on this device and on the server alike. All changes go each time, with a number that rises, so that
// a message that is lost or comes twice does no harm: the server keeps the last one and says which that was.

const RESEND_MS = 2500;

export class DraftLine {
  /** `name` is the event's; `onAdopt(changes)` is told when the server has another draft (a file, a saved scheme). */
  constructor({ name, onAdopt, later = (go, ms) => setTimeout(go, ms), never = (timer) => clearTimeout(timer) }) {
    Object.assign(this, { name, onAdopt, later, never });
    this.token = null;
    this.revision = 0;
    this.latest = null;
    this.trigger = null;
    this.timer = null;
  }

  /** Streamlit's way to the server, which changes with each of its runs. */
  connect(trigger) {
    this.trigger = trigger;
  }

  /** What the server has. Another token is another draft: what this browser has of the old one no longer counts. */
  adopt({ token, revision, changes }) {
    if (token !== this.token) {
      this.stop();
      Object.assign(this, { token, revision, latest: null });
      this.onAdopt(changes);
      return;
    }
    if (revision >= this.revision) this.stop();
  }

  send(changes) {
    this.revision += 1;
    this.latest = { token: this.token, revision: this.revision, changes };
    this.#go();
  }

  stop() {
    this.never(this.timer);
    this.timer = null;
  }

  #go() {
    this.stop();
    this.trigger?.(this.name, this.latest);
    this.timer = this.later(() => this.#go(), RESEND_MS);
  }
}
