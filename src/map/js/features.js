//! Columns of numbers as the features that MapLibre draws. It runs in the map's worker.

/** Cells at one place fan out on a ring of so many metres: one mast has several. */
const RING = 14;
const METRES = 111_320;
/** Metres that a pixel is wide at the equator at zoom 0. */
const PIXEL = 78_271.517;

export const features = {
  /** A point for each cell. */
  cells({ lon, lat, sims, radio }) {
    const places = new Map();
    for (let at = 0; at < lon.length; at += 1) {
      const key = `${lon[at]} ${lat[at]}`;
      const there = places.get(key);
      if (there) there.push(at);
      else places.set(key, [at]);
    }
    const all = [];
    for (const there of places.values()) {
      const radius = there.length > 1 ? RING * Math.sqrt(there.length) : 0;
      there.forEach((at, turn) => {
        const angle = (2 * Math.PI * turn) / there.length;
        const north = (radius * Math.cos(angle)) / METRES;
        const east = (radius * Math.sin(angle)) / METRES / shrink(lat[at]);
        all.push(point([lon[at] + east, lat[at] + north], { at, sims: sims[at], radio: radio[at] }));
      });
    }
    return all;
  },

  /** A point for each area and country; `zero` is how many pixels an area's spread has at zoom 0. */
  vague({ at: first, lon, lat, sims, cells, metres, kind }) {
    return Array.from(lon, (_, i) => {
      const zero = metres[i] / PIXEL / shrink(lat[i]);
      const what = { at: first + i, sims: sims[i], cells: cells[i], kind: kind[i], zero };
      return point([lon[i], lat[i]], what);
    });
  },

  /** An arrow for each way, along the great circle. */
  ways({ ends, sims, impossible }) {
    const all = [];
    for (let i = 0; i < sims.length; i += 1) {
      const line = arc(ends.slice(4 * i, 4 * i + 4));
      const properties = { sims: sims[i], impossible: impossible[i] === 1 };
      all.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates: line } });
    }
    return all;
  },
};

/** How much narrower a degree of longitude is than at the equator. */
function shrink(lat) {
  return Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
}

function point(coordinates, properties) {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates } };
}

/** The shortest way between two points over a sphere. Longitudes go on past the date line. */
function arc([lon1, lat1, lon2, lat2]) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const vector = (lon, lat) => {
    const [l, p] = [radians(lon), radians(lat)];
    return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
  };
  const [a, b] = [vector(lon1, lat1), vector(lon2, lat2)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const steps = Math.max(1, Math.min(40, Math.ceil(angle / 0.05)));
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
