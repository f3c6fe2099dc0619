// What a designer draws, without any screen: the changes so far, the corners of the one that is being drawn, and the
// way back. Places are [lon, lat] in degrees, as GeoJSON has them.

/** The shapes that each kind of change may have, the usual one first. */
export const SHAPES = {
  link: ["line"],
  crossing: ["line"],
  ramp: ["line", "point"],
  space: ["area", "point"],
  close: ["line", "point", "area"],
  open: ["line", "point"],
};
export const KINDS = Object.keys(SHAPES);

const LEAST = { point: 1, line: 2, area: 3 };
const MOST_STEPS_BACK = 60;

export class Drawing {
  constructor(changes = []) {
    this.changes = changes;
    this.kind = null;
    this.corners = [];
    this.history = [];
  }

  /** Draw a kind of change next; corners of another that was begun are dropped. Null draws nothing. */
  begin(kind) {
    this.kind = kind;
    this.corners = [];
  }

  add(place) {
    if (this.kind) this.corners = [...this.corners, place];
  }

  /** The shape that the corners would make if it were finished now; null where there are too few for any. */
  get shape() {
    const few = this.corners.length;
    const allowed = SHAPES[this.kind] ?? [];
    const usual = allowed.find((shape) => shape !== "point" && few >= LEAST[shape]);
    return usual ?? (few === 1 && allowed.includes("point") ? "point" : null);
  }

  /** Whether the corners may be closed to an area. */
  get mayClose() {
    return this.corners.length >= LEAST.area && (SHAPES[this.kind] ?? []).includes("area");
  }

  /** Keep what was drawn as a change; false where there are too few corners. */
  finish(shape = this.shape) {
    if (!shape || (shape === "area" && !this.mayClose)) return false;
    this.#keep([...this.changes, { kind: this.kind, name: "", geometry: geometryOf(shape, this.corners) }]);
    this.corners = [];
    return true;
  }

  remove(row) {
    this.#keep(this.changes.filter((_, i) => i !== row));
  }

  rename(row, name) {
    this.#keep(this.changes.map((change, i) => (i === row ? { ...change, name } : change)));
  }

  /** What else is known of a change: `ends_only`, `space_kind`. */
  detail(row, more) {
    this.#keep(this.changes.map((change, i) => (i === row ? { ...change, ...more } : change)));
  }

  /** Another meaning for a change, where its shape allows it. */
  retype(row, kind) {
    if (!kindsFor(this.changes[row].geometry).includes(kind)) return;
    this.#keep(this.changes.map((change, i) => (i === row ? { ...change, kind } : change)));
  }

  /** Take back the last corner, else the last thing done; false where there is nothing to take back. */
  undo() {
    if (this.corners.length) {
      this.corners = this.corners.slice(0, -1);
      return true;
    }
    const before = this.history.pop();
    if (!before) return false;
    this.changes = before;
    return true;
  }

  #keep(changes) {
    this.history = [...this.history.slice(1 - MOST_STEPS_BACK), this.changes];
    this.changes = changes;
  }
}

/** The kinds of change that a geometry may mean; none for what has no geometry. */
export function kindsFor(geometry) {
  const shape = { Point: "point", MultiPoint: "point", LineString: "line", MultiLineString: "line", Polygon: "area", MultiPolygon: "area" }[geometry?.type];
  return KINDS.filter((kind) => SHAPES[kind].includes(shape));
}

function geometryOf(shape, corners) {
  if (shape === "point") return { type: "Point", coordinates: corners[0] };
  if (shape === "line") return { type: "LineString", coordinates: corners };
  return { type: "Polygon", coordinates: [[...corners, corners[0]]] };
}

/** Every place of a geometry, in order. */
export function placesOf(geometry) {
  if (!geometry) return [];
  const flat = (coordinates) => (typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(flat));
  return flat(geometry.coordinates);
}

/** Metres along a line as drawn on the ground, well within a thousandth over a few kilometres; 0 for a point. */
export function lengthOf(geometry) {
  const lines = { LineString: [geometry?.coordinates], MultiLineString: geometry?.coordinates }[geometry?.type] ?? [];
  return lines.reduce((total, line) => total + line.slice(1).reduce((sum, place, i) => sum + metresBetween(line[i], place), 0), 0);
}

const METRES_PER_DEGREE = 111_195;

export function metresBetween([lon, lat], [lon2, lat2]) {
  const east = (lon2 - lon) * Math.cos(((lat + lat2) * Math.PI) / 360);
  return METRES_PER_DEGREE * Math.hypot(east, lat2 - lat);
}
