// What a person had begun, or what came back refused, kept on this device until it is dealt with.

import { newReceipt } from "./receipts.js";

const DRAFT = "common-ground:draft";
const REFUSED = "common-ground:refused";
const VIEW = "common-ground:view";
const CONTRIBUTOR = "common-ground:contributor";

/** Storage that never throws: where the browser refuses, it forgets with the page. */
export function safeStorage(storage) {
  const memory = new Map();
  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt(() => JSON.parse(storage.getItem(key)), memory.get(key) ?? null),
    write(key, value) {
      memory.set(key, value);
      attempt(() => storage.setItem(key, JSON.stringify(value)));
    },
    drop(key) {
      memory.delete(key);
      attempt(() => storage.removeItem(key));
    },
  };
}

export class Drafts {
  /** Storages are handed over as functions: a browser that blocks them throws on the very name. */
  constructor(local, session) {
    this.local = safeStorage(safeList(local));
    this.session = safeStorage(safeList(session));
  }

  /** The draft left behind, where there is enough of one to go on with. */
  get draft() {
    const draft = this.local.read(DRAFT);
    return draft?.kind && draft.place && (draft.category || draft.text) ? draft : null;
  }

  set draft(draft) {
    if (draft) this.local.write(DRAFT, draft);
    else this.local.drop(DRAFT);
  }

  get refused() {
    const refused = this.local.read(REFUSED);
    return Array.isArray(refused) ? refused : [];
  }

  set refused(refused) {
    if (refused.length) this.local.write(REFUSED, refused);
    else this.local.drop(REFUSED);
  }

  /**
   * What tells this browser's pins from others', so that people can be counted and not pins alone: 128 random bits,
   * drawn when the first pin is saved and gone when the browser's storage is cleared. The server keeps a hash of it.
   */
  get contributor() {
    const kept = this.local.read(CONTRIBUTOR);
    if (/^[0-9a-f]{32}$/.test(kept)) return kept;
    this.drawn ??= newReceipt(); // a browser that keeps nothing has one voice a page
    this.local.write(CONTRIBUTOR, this.drawn);
    return this.drawn;
  }

  /** Where the map was looking, for this tab alone: {lon, lat, zoom}. */
  get view() {
    return this.session.read(VIEW);
  }

  set view(view) {
    this.session.write(VIEW, view);
  }
}

/** Storage found anew at each use, so that what it throws is thrown where it is caught. */
export function safeList(find) {
  return {
    get length() {
      return find().length;
    },
    key: (i) => find().key(i),
    getItem: (key) => find().getItem(key),
    setItem: (key, value) => find().setItem(key, value),
    removeItem: (key) => find().removeItem(key),
  };
}
