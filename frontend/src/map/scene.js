// The map with all its layers: what shows, what lies under a point, what is chosen.

import { COLOUR } from "../shared/colours.js";
import { AreaLayers } from "./area-layers.js";
import { createBasemap } from "./basemap.js";
import { toWorld } from "./geometry.js";
import { mark } from "./icons.js";
import { createLabels } from "./labels.js";
import { STREETS, Switches, areaSwitch, categorySwitch, kindSwitch, spaceSwitch } from "./layers-panel.js";
import { fetchJson } from "./load.js";
import { createMap } from "./map-view.js";
import { PinLayer } from "./pin-layer.js";
import { SpaceLayer } from "./space-layer.js";

const CLOSE_ZOOM = 16;

export class Scene {
  /** `onPick(place)` for taps and Enter, `onLayers()` when a layer has come, `onMove()` when the map rests. */
  constructor({ L, P, container, texts, display, data, still = false, off = [], onPick, onLayers = () => {}, onMove = () => {} }) {
    const { t } = texts;
    Object.assign(this, { L, texts, display });
    this.switches = new Switches(off, (id) => this.#switched(id));
    this.map = createMap(L, container, { bounds: display.bounds, still, onPick, label: data.label ?? t("map.label"), help: "cg-map-help" });
    const named = (kind) => display.layers.filter((layer) => layer.kind === kind);
    const shared = {
      fetchJson: (name) => fetchJson(data.map_data + name),
      changed: () => {
        this.labels?.repaint();
        onLayers();
      },
    };
    this.base = display.basemap ? this.#base(P, data) : null;
    this.areas = new AreaLayers(L, this.map, named("areas"), { ...shared, shown: (id) => this.switches.isOn(areaSwitch(id)) });
    this.spaces = new SpaceLayer(L, this.map, named("spaces"), {
      ...shared,
      shown: (kind) => this.switches.isOn(spaceSwitch(kind)),
      groupOf: (kind) => texts.spaceKind(kind).group,
      faint: Boolean(this.base),
    });
    this.pins = new PinLayer(L, this.map, { shown: (pin) => this.switches.isOn(kindSwitch(pin.kind)) && this.switches.isOn(categorySwitch(pin.category)) });
    this.labels = createLabels(L, this.map, [this.areas, this.spaces]);
    this.own = null;
    this.drawn = null;
    this.map.on("moveend", onMove);
    // Names measured before the typeface arrived would be set too tight.
    document.fonts.ready.then(() => this.labels.repaint());
  }

  /** What lies at a place: {pins, space, areas}. Wards and boroughs are fetched if they have not been yet. */
  async under({ x, y }) {
    await Promise.all(["borough", "ward", "regeneration", "town-centre"].map((id) => this.areas.want(id)));
    const reach = 12 / 2 ** this.map.getZoom();
    return { pins: this.pins.at(x, y), space: this.spaces.at(x, y, reach), areas: this.areas.under(x, y) };
  }

  /** The ward and borough of a place, by the outlines on this device: {ward, borough}, names or null. */
  async locality({ lon, lat }) {
    const [x, y] = toWorld(lon, lat);
    const [wards, boroughs] = await Promise.all([this.areas.want("ward"), this.areas.want("borough")]);
    const name = (layer) => layer?.at(x, y)?.properties.name ?? null;
    return { ward: name(wards), borough: name(boroughs) };
  }

  isInBounds({ lon, lat }) {
    const [west, south, east, north] = this.display.bounds;
    return lon >= west && lon <= east && lat >= south && lat <= north;
  }

  choose({ pins = [], space = null }) {
    this.pins.choose(pins);
    this.spaces.choose(space);
  }

  chooseNothing() {
    this.choose({});
    this.areas.choose(null);
  }

  /** Stand the mark of a kind at a place, in the stead of the one before; null takes it away. */
  setOwn(kind, place) {
    this.own?.remove();
    this.own = null;
    if (!place) return;
    const look = this.L.divIcon({ className: "own-mark", html: mark(kind, 40), iconSize: [40, 40], iconAnchor: [20, 20] });
    this.own = this.L.marker([place.lat, place.lon], { icon: look, pane: "own", keyboard: false, interactive: false }).addTo(this.map);
  }

  /** Lay a line or an area (GeoJSON) on the map, in the stead of the one before; null takes it away. */
  setShape(kind, shape, { withPoints = false } = {}) {
    this.drawn?.remove();
    this.drawn = null;
    if (!shape) return;
    const { L } = this;
    const area = shape.type === "Polygon";
    const corners = (area ? shape.coordinates[0] : shape.coordinates).map(([lon, lat]) => [lat, lon]);
    const look = { pane: "own", interactive: false, color: COLOUR[kind], weight: 5, opacity: 0.9, fillOpacity: 0.15 };
    const halo = { ...look, color: COLOUR.white, weight: 9, fill: false };
    const path = (options) => (area ? L.polygon(corners, options) : L.polyline(corners, options));
    const dots = withPoints ? corners.map((corner) => L.circleMarker(corner, { ...look, radius: 5, weight: 2, color: COLOUR.white, fillColor: COLOUR[kind], fillOpacity: 1 })) : [];
    this.drawn = L.layerGroup([path(halo), path(look), ...dots]).addTo(this.map);
  }

  centre() {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, world: toWorld(lng, lat) };
  }

  /** Bring a place into the middle, near enough to see streets. */
  goTo({ lon, lat }, zoom = CLOSE_ZOOM) {
    this.map.setView([lat, lon], Math.max(zoom, this.map.getZoom()));
  }

  /** Show a found place: its whole extent, or the point where it has none. */
  goToFound({ lon, lat, bbox }) {
    const [west, south, east, north] = bbox ?? [lon, lat, lon, lat];
    if (east - west < 0.002 && north - south < 0.002) this.map.setView([lat, lon], 17);
    else this.map.fitBounds([[south, west], [north, east]], { maxZoom: 17, padding: [24, 24] });
  }

  /** The connection is back: fetch and draw what could not be had without it. */
  comeBack() {
    this.base?.rerenderTiles();
    this.areas.refresh();
    this.spaces.refresh();
  }

  /** Show all of an area layer. */
  async showLayer(id) {
    const layer = await this.areas.want(id);
    if (!layer?.features.length) return;
    const boxes = layer.features.map(({ shape }) => shape.bbox);
    const corner = (x, y) => this.L.CRS.EPSG3857.pointToLatLng(this.L.point(x, y), 0);
    const [west, north] = [0, 1].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [east, south] = [2, 3].map((side) => Math.max(...boxes.map((box) => box[side])));
    this.map.fitBounds([corner(west, south), corner(east, north)], { animate: false });
  }

  viewBounds() {
    const bounds = this.map.getBounds();
    const [west, south] = toWorld(bounds.getWest(), bounds.getSouth());
    const [east, north] = toWorld(bounds.getEast(), bounds.getNorth());
    return [west, north, east, south];
  }

  /** The middle of a space, in degrees. */
  middleOf({ shape }) {
    const [x, y] = shape.point ?? [(shape.bbox[0] + shape.bbox[2]) / 2, (shape.bbox[1] + shape.bbox[3]) / 2];
    const { lat, lng } = this.L.CRS.EPSG3857.pointToLatLng(this.L.point(x, y), 0);
    return { lon: lng, lat, x, y };
  }

  #base(P, data) {
    const { basemap } = this.display;
    const url = new URL(data.map_data + basemap.url, document.baseURI).href;
    return createBasemap(P, { url, maxzoom: basemap.maxzoom }, "base").addTo(this.map);
  }

  #switched(id) {
    if (id === STREETS && this.base) {
      if (this.switches.isOn(STREETS)) this.base.addTo(this.map);
      else this.base.remove();
    }
    this.areas.refresh();
    this.spaces.refresh();
    this.pins.refresh();
    this.labels.repaint();
  }
}
