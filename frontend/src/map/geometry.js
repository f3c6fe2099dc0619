// Plane geometry in web Mercator "world" units: x and y from 0 to 256, as Leaflet's zoom 0 has them.

const WORLD = 256;
const EARTH_M = 40075016.686;

/** World x, y of longitude and latitude in degrees. */
export function toWorld(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [WORLD * (lon / 360 + 0.5), WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
}

/** World units in a metre on the ground at a latitude. */
export function worldPerMetre(lat) {
  return WORLD / (EARTH_M * Math.cos((lat * Math.PI) / 180));
}

/**
 * A GeoJSON polygon, multipolygon or point as flat rings: {rings: [Float64Array x0,y0,x1,y1…], bbox, point}.
 * All rings count alike (even-odd), so holes and islands need no telling apart. Null for anything else.
 */
export function toShape(geometry) {
  if (!geometry) return null;
  if (geometry.type === "Point") {
    const [x, y] = toWorld(...geometry.coordinates);
    return { rings: [], bbox: [x, y, x, y], point: [x, y] };
  }
  const polygons = { Polygon: [geometry.coordinates], MultiPolygon: geometry.coordinates }[geometry.type];
  if (!polygons) return null;
  const bbox = [Infinity, Infinity, -Infinity, -Infinity];
  const rings = polygons.flat().map((ring) => {
    const flat = new Float64Array(ring.length * 2);
    ring.forEach(([lon, lat], i) => {
      const [x, y] = toWorld(lon, lat);
      flat[2 * i] = x;
      flat[2 * i + 1] = y;
      bbox[0] = Math.min(bbox[0], x);
      bbox[1] = Math.min(bbox[1], y);
      bbox[2] = Math.max(bbox[2], x);
      bbox[3] = Math.max(bbox[3], y);
    });
    return flat;
  });
  return { rings, bbox, point: null };
}

/** A GeoJSON line or multiline as flat rings with its bbox. */
export function toLines(geometry) {
  const lines = { LineString: [geometry?.coordinates], MultiLineString: geometry?.coordinates }[geometry?.type];
  return lines ? toShape({ type: "Polygon", coordinates: lines }) : null;
}

export function overlaps(a, b) {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Whether a world point lies in a shape (even-odd rule). */
export function contains(shape, x, y) {
  const [west, north, east, south] = shape.bbox;
  if (x < west || x > east || y < north || y > south) return false;
  let inside = false;
  for (const ring of shape.rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const xi = ring[i], yi = ring[i + 1], xj = ring[j], yj = ring[j + 1];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** Where to write a shape's name: the middle of the widest level stretch near its waist; [x, y, width]. */
export function labelPoint(shape) {
  const [, north, , south] = shape.bbox;
  let best = [(shape.bbox[0] + shape.bbox[2]) / 2, (north + south) / 2, 0];
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = north + (south - north) * share;
    const cuts = crossings(shape, y);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const width = cuts[i + 1] - cuts[i];
      // A stretch further from the waist must be clearly wider to win.
      if (width * (1 - Math.abs(share - 0.5)) > best[2] * (1 - Math.abs((best[1] - north) / (south - north || 1) - 0.5))) {
        best = [(cuts[i] + cuts[i + 1]) / 2, y, width];
      }
    }
  }
  return best;
}

function crossings(shape, y) {
  const cuts = [];
  for (const ring of shape.rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const yi = ring[i + 1], yj = ring[j + 1];
      if (yi > y !== yj > y) cuts.push(((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]);
    }
  }
  return cuts.sort((a, b) => a - b);
}
