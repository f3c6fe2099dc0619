// A canvas over the map that one function paints, in world units (see geometry.js). Leaflet moves and scales it
// while the map is dragged or zoomed; it is painted afresh when the map comes to rest.

const LARGEST_RATIO = 2; // sharper screens cost paint time and show no more

/**
 * A Leaflet layer. `paint(view)` gets {context, zoom, scale, ox, oy, bounds, size}: a world point x, y lies at
 * (x * scale - ox, y * scale - oy) of the canvas; `bounds` is what shows, in world units.
 */
export function createOverlay(L, { pane, paint, padding = 0.3 }) {
  const Overlay = L.Renderer.extend({
    initialize() {
      L.Renderer.prototype.initialize.call(this, { pane, padding });
      this._layers = {};
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.style.pointerEvents = "none";
      this._container.setAttribute("aria-hidden", "true");
    },

    _destroyContainer() {
      cancelAnimationFrame(this._frame);
      this._container.remove();
      delete this._container;
    },

    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, LARGEST_RATIO);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      const zoom = this._map.getZoom();
      const scale = 2 ** zoom;
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const bounds = [origin.x / scale, origin.y / scale, (origin.x + size.x) / scale, (origin.y + size.y) / scale];
      paint({ context, zoom, scale, ox: origin.x, oy: origin.y, bounds, size });
    },

    /** Paint again at the next frame; many calls in one frame cost one painting. */
    repaint() {
      if (this._frame || !this._map) return;
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        if (this._map) this._update();
      });
    },
  });
  return new Overlay();
}

/** Lay a shape's rings down as the context's path, leaving out steps too small to see. */
export function tracePath(view, shape, closed = true) {
  const { context, scale, ox, oy } = view;
  context.beginPath();
  for (const ring of shape.rings) {
    let px = ring[0] * scale - ox;
    let py = ring[1] * scale - oy;
    context.moveTo(px, py);
    for (let i = 2; i < ring.length; i += 2) {
      const x = ring[i] * scale - ox;
      const y = ring[i + 1] * scale - oy;
      if (Math.abs(x - px) + Math.abs(y - py) < 0.7) continue;
      context.lineTo(x, y);
      px = x;
      py = y;
    }
    if (closed) context.closePath();
  }
}
