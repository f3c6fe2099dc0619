// Streets, water and green from our own PMTiles, painted by protomaps-leaflet in the colours of look.md.

import { COLOUR, FONT } from "../shared/colours.js";

const by = (...stops) => (zoom) => {
  let width = stops[0][1];
  for (let i = 0; i + 1 < stops.length; i += 1) {
    const [z0, w0] = stops[i];
    const [z1, w1] = stops[i + 1];
    if (zoom >= z0) width = zoom >= z1 ? w1 : w0 + ((zoom - z0) / (z1 - z0)) * (w1 - w0);
  }
  return width;
};

const WIDTH = {
  major: by([10, 0.8], [13, 3], [15, 8], [18, 26]),
  main: by([11, 0.6], [13, 2], [15, 6], [18, 21]),
  minor: by([12, 0.4], [14, 1.8], [15, 4], [18, 16]),
  service: by([14, 0.5], [15, 1.6], [18, 8]),
};
const EDGE = by([11, 0], [12.5, 0.6], [18, 1.2]);
const is = (...classes) => (_zoom, feature) => classes.includes(feature.props.class);

function paintRules(P) {
  const street = (kind, dataLayer = "streets") => [
    {
      dataLayer, filter: is(kind), minzoom: kind === "service" ? 15 : kind === "minor" ? 13 : 12,
      symbolizer: new P.LineSymbolizer({ color: COLOUR.streetEdge, width: (z) => WIDTH[kind](z) + 2 * EDGE(z), lineCap: "round", lineJoin: "round" }),
    },
  ];
  const fill = (kind) => ({
    dataLayer: "streets", filter: is(kind),
    symbolizer: new P.LineSymbolizer({
      color: (z) => (z < 12 ? COLOUR.streetEdge : COLOUR.white), width: WIDTH[kind], lineCap: "round", lineJoin: "round",
    }),
  });
  const kinds = ["service", "minor", "main", "major"];
  return [
    { dataLayer: "land", symbolizer: new P.PolygonSymbolizer({ fill: COLOUR.ground }) },
    { dataLayer: "green", minzoom: 10, symbolizer: new P.PolygonSymbolizer({ fill: COLOUR.green }) },
    { dataLayer: "water", filter: (_z, f) => f.geomType === 3, symbolizer: new P.PolygonSymbolizer({ fill: COLOUR.water }) },
    {
      dataLayer: "water", filter: (_z, f) => f.geomType === 2,
      symbolizer: new P.LineSymbolizer({ color: COLOUR.water, width: by([10, 0.8], [14, 3], [18, 12]), lineCap: "round" }),
    },
    { dataLayer: "buildings", minzoom: 15, symbolizer: new P.PolygonSymbolizer({ fill: "#EAE7E0" }) },
    ...["paths", "streets"].map((dataLayer) => ({
      dataLayer, minzoom: 14, filter: is("path"),
      symbolizer: new P.LineSymbolizer({ color: "#C9C4B8", width: by([14, 0.6], [18, 1.8]), dash: [3, 2] }),
    })),
    ...["paths", "streets"].map((dataLayer) => ({
      dataLayer, minzoom: 15, filter: is("steps"),
      symbolizer: new P.LineSymbolizer({ color: "#A8A294", width: by([15, 1.5], [18, 4]), dash: [1, 1.5] }),
    })),
    ...kinds.flatMap((kind) => street(kind)),
    ...kinds.map(fill),
    { dataLayer: "rail", minzoom: 11, symbolizer: new P.LineSymbolizer({ color: "#B4B0A7", width: by([11, 0.8], [15, 2], [18, 3]) }) },
    { dataLayer: "rail", minzoom: 14, symbolizer: new P.LineSymbolizer({ color: COLOUR.ground, width: by([14, 0.8], [18, 1.6]), dash: [5, 5] }) },
  ];
}

function labelRules(P) {
  const name = (kind, minzoom, size) => ({
    dataLayer: "streets", minzoom, filter: (z, f) => Boolean(f.props.name) && is(kind)(z, f),
    symbolizer: new P.LineLabelSymbolizer({
      labelProps: ["name"], fill: COLOUR.streetName, stroke: COLOUR.white, width: 3,
      font: (z) => `400 ${size + Math.max(0, Math.min(3, z - 15))}px ${FONT}`,
    }),
  });
  // Parks are named by the layer of public spaces, which can be switched.
  const water = {
    dataLayer: "water", minzoom: 14, filter: (_z, f) => Boolean(f.props.name) && f.geomType === 3,
    symbolizer: new P.CenteredTextSymbolizer({ labelProps: ["name"], fill: "#3E627C", stroke: COLOUR.white, width: 2.5, font: `italic 400 12px ${FONT}`, lineHeight: 1.2 }),
  };
  return [name("major", 14, 12), name("main", 15, 12), water, name("minor", 15, 11)];
}

/**
 * The archive of tiles behind a manner of its own with lost connections: a tile that cannot be had now counts as not
 * wanted (no error on the console), and the archive, which remembers its failures, is opened afresh.
 */
function patientArchive(P, url) {
  const open = () => new P.PmtilesSource(url, true).p;
  let archive = open();
  return {
    async getZxy(...asked) {
      try {
        return await archive.getZxy(...asked);
      } catch (error) {
        if (error.name !== "AbortError") archive = open();
        throw new DOMException("The tile cannot be had just now", "AbortError");
      }
    },
  };
}

/** The base map as a Leaflet layer; `P` is protomaps-leaflet. `rerenderTiles()` draws what could not be had before. */
export function createBasemap(P, { url, maxzoom }, pane) {
  return P.leafletLayer({
    url: patientArchive(P, url),
    maxDataZoom: maxzoom,
    paintRules: paintRules(P),
    labelRules: labelRules(P),
    backgroundColor: "rgba(0,0,0,0)",
    pane,
    attribution: "",
    noWrap: true,
  });
}
