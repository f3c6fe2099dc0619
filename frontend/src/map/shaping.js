// Drawing a line or an area for the pin that is being added. Each point is kept on this device as it is tapped.

import { rounded } from "./map-view.js";
import { MOST_METRES, MOST_POINTS, areaOf, crossesItself, lineOf, metresOf, middleOf, pointsOf, withPoint } from "./shape-draft.js";

export class Shaping {
  /** `adding` keeps the draft: `points` while drawing, `shape` when finished. */
  constructor(app, adding) {
    Object.assign(this, { app, adding });
  }

  get points() {
    return this.adding.draft?.points ?? [];
  }

  /** Whether something was begun that is neither finished nor left out. */
  get isOpen() {
    return this.points.length > 0;
  }

  get metres() {
    return Math.round(metresOf(lineOf(this.points)));
  }

  /** Draw, from where it was left; a finished shape is opened again. */
  begin() {
    const { shape } = this.adding.draft;
    if (shape && !this.isOpen) this.adding.change({ points: pointsOf(shape) });
    this.app.go("draw");
    this.show();
  }

  add(place) {
    const { app } = this;
    if (!app.scene.isInBounds(place)) return app.tell(app.t("place.outside"));
    const { lon, lat } = rounded(place);
    const points = withPoint(this.points, [lon, lat]);
    if (points.length > MOST_POINTS) return app.tell(app.t("shape.most"));
    if (metresOf(lineOf(points)) > MOST_METRES) return app.tell(app.t("shape.too_long"));
    this.#keep(points);
  }

  undo() {
    this.#keep(this.points.slice(0, -1));
  }

  /** Whether there are points enough for a line, or an area. */
  may(kind) {
    return this.points.length >= (kind === "area" ? 3 : 2);
  }

  /** The shape takes the place of the points, and the pin stands in its middle. */
  finish(kind) {
    const { app, adding, points } = this;
    if (!this.may(kind)) return;
    if (kind === "area" && crossesItself(points)) {
      app.tell(app.t("shape.crosses"));
      return;
    }
    const shape = kind === "area" ? areaOf(points) : lineOf(points);
    adding.change({ shape, points: null });
    adding.stand(middleOf(shape));
    app.go("words");
    this.show();
  }

  leaveOut() {
    this.adding.change({ shape: null, points: null });
    this.show();
  }

  /** Lay on the map what is drawn so far, or what was finished; the pin's own mark gives way while one draws. */
  show() {
    const { draft } = this.adding;
    const { scene, step } = this.app;
    const shape = this.isOpen ? lineOf(this.points) : (draft?.shape ?? null);
    scene.setShape(draft?.kind, shape, { withPoints: step === "draw" });
    if (draft?.place) scene.setOwn(draft.kind, step === "draw" ? null : draft.place);
  }

  #keep(points) {
    const { app } = this;
    this.adding.change({ points });
    this.show();
    app.onShape?.();
    app.say(app.t("shape.points", { n: points.length, metres: this.metres }));
  }
}
