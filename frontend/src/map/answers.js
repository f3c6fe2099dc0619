// What became of each pin of this sitting, in a state and in words.

export class Answers {
  constructor(t, outbox) {
    Object.assign(this, { t, outbox });
    this.known = new Map();
  }

  /** Take in the server's word on a pin: {id, ok, status, ward, borough, sentence}. */
  note(answer) {
    this.known.set(answer.id, answer);
  }

  /** ``sending``, ``waiting`` (no connection), ``published``, ``pending`` or ``refused``. */
  stateOf(id) {
    const answer = this.known.get(id);
    if (answer) return answer.ok ? answer.status : "refused";
    return this.outbox.online ? "sending" : "waiting";
  }

  /** The server's sentences on how it took a pin to be meant; none until it has answered. */
  understood(id) {
    return this.known.get(id)?.understood ?? [];
  }

  text(id) {
    const answer = this.known.get(id);
    const state = this.stateOf(id);
    if (state === "refused") return answer.sentence;
    const where = answer ? [answer.ward, answer.borough].filter(Boolean).join(", ") : "";
    return this.t(`status.${state}${state === "published" && where ? "_where" : ""}`, { where });
  }
}
