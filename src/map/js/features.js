// @ts-check
//! Columns of numbers as the features that MapLibre draws. It runs in the map's worker.

/** @import { Feature, Position } from "geojson" */

/**
 * The columns of `engine::MapFeatures`, by the source that draws them.
 *
 * @typedef {object} Columns
 * @property {{ lon: Float32Array, lat: Float32Array, sims: Uint32Array, radio: Uint8Array }} cells
 * @property {{ first: number, lon: Float32Array, lat: Float32Array, sims: Uint32Array, cells: Uint32Array, range: Uint32Array,
 *   precision: Uint8Array }} vague areas and countries; `first` is the index of the first of them among all features
 * @property {{ endpoints: Float32Array, sims: Uint32Array, impossible: Uint8Array }} ways movements
 */

/** Radius in metres of the ring on which two cells at one place fan out: one mast has several. */
const RING_RADIUS = 14;
const METRES_PER_DEGREE = 111_320;
/** Metres that a pixel is wide at the equator at zoom 0. */
const METRES_PER_PIXEL = 78_271.517;

/** @type {{ [S in keyof Columns]: (columns: Columns[S]) => Feature[] }} */
export const features = {
  /** Makes a point for each cell. */
  cells({ lon, lat, sims, radio }) {
    /** @type {Map<string, number[]>} */
    const places = new Map();
    for (let at = 0; at < lon.length; at += 1) {
      const key = `${lon[at]} ${lat[at]}`;
      const there = places.get(key);
      if (there) there.push(at);
      else places.set(key, [at]);
    }
    /** @type {Feature[]} */
    const all = [];
    for (const there of places.values()) {
      const radius = there.length > 1 ? RING_RADIUS * Math.sqrt(there.length) : 0;
      there.forEach((at, turn) => {
        const angle = (2 * Math.PI * turn) / there.length;
        const north = (radius * Math.cos(angle)) / METRES_PER_DEGREE;
        const east = (radius * Math.sin(angle)) / METRES_PER_DEGREE / shrink(lat[at]);
        all.push(point([lon[at] + east, lat[at] + north], { at, sims: sims[at], radio: radio[at] }));
      });
    }
    return all;
  },

  /** Makes a point for each area and country; `zero` is the number of pixels that an area's range has at zoom 0. */
  vague({ first, lon, lat, sims, cells, range, precision }) {
    return Array.from(lon, (_, i) => {
      const zero = range[i] / METRES_PER_PIXEL / shrink(lat[i]);
      return point([lon[i], lat[i]], { at: first + i, sims: sims[i], cells: cells[i], kind: precision[i], zero });
    });
  },

  /** Makes an arrow for each movement, along the great circle. */
  ways({ endpoints, sims, impossible }) {
    return Array.from(sims, (count, i) => {
      const properties = { sims: count, impossible: impossible[i] === 1 };
      return { type: "Feature", properties, geometry: { type: "LineString", coordinates: arc(endpoints.slice(4 * i, 4 * i + 4)) } };
    });
  },
};

/**
 * Returns how much narrower a degree of longitude is than at the equator.
 *
 * @param {number} lat
 */
function shrink(lat) {
  return Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
}

/** @type {(coordinates: Position, properties: object) => Feature} */
function point(coordinates, properties) {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates } };
}

/**
 * Returns the shortest line between two points over a sphere. Longitudes go on past the date line.
 *
 * @param {Float32Array} endpoints
 * @returns {Position[]}
 */
function arc([lon1, lat1, lon2, lat2]) {
  const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  const vector = (/** @type {number} */ lon, /** @type {number} */ lat) => {
    const [l, p] = [radians(lon), radians(lat)];
    return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
  };
  const [a, b] = [vector(lon1, lat1), vector(lon2, lat2)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const steps = Math.max(1, Math.min(40, Math.ceil(angle / 0.05)));
  /** @type {Position[]} */
  const line = [];
  for (let i = 0; i <= steps; i += 1) {
    const [from, to] = [steps - i, i].map((part) => (angle < 1e-6 ? part / steps : Math.sin((part / steps) * angle) / Math.sin(angle)));
    const [x, y, z] = [0, 1, 2].map((axis) => from * a[axis] + to * b[axis]);
    let lon = (Math.atan2(y, x) * 180) / Math.PI;
    const before = line.at(-1)?.[0] ?? lon;
    lon += Math.round((before - lon) / 360) * 360;
    line.push([lon, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI]);
  }
  return line;
}
