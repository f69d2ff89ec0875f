// @ts-check
//! One country as paths of SVG, with what is around it: Web Mercator, in thousandths of the world's width.

import feature from "./topojson/feature.js";

/** @import { Feature, MultiPolygon, Point, Polygon, Position } from "geojson" */
/** @import { GeometryCollection, Topology } from "topojson-specification" */

/**
 * @typedef {[x: number, y: number]} Projected
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 * @typedef {{ id: unknown, rings: Projected[][], boxes: Box[] }} Country
 * @typedef {{ countries: Country[], dots: Map<unknown, Projected> }} World
 */

/** Milliseconds after which reading the outlines lets the page go on. */
const YIELD_INTERVAL = 8;
/** @type {Promise<World> | null} */
let world = null;

/**
 * @param {string} code ISO 3166-1 alpha-2
 * @param {number} [lon] of a point to mark
 * @param {number} [lat]
 * @returns {Promise<{ viewBox: string, width: number, land: string, near: string, x?: number, y?: number } | null>} null where
 *   there is no outline of it
 */
export async function outline(code, lon, lat) {
  world ??= read();
  const { countries, dots } = await world.catch(() => {
    world = null;
    return /** @type {World} */ ({ countries: [], dots: new Map() });
  });
  const own = countries.find(({ id }) => id === code);
  const spot = dots.get(code);
  if (!own && !spot) return null;
  const [land, around] = own ? [path(own.rings), mainBox(own.boxes)] : dot(/** @type {Projected} */ (spot));
  const frame = framed(around);
  const others = countries.filter(({ id }) => id !== code);
  const near = others.flatMap(({ rings, boxes }) => rings.filter((_, at) => meets(boxes[at], frame)));
  const [left, top, right, bottom] = frame;
  const viewBox = [left, top, right - left, bottom - top].map((n) => n.toFixed(2)).join(" ");
  const [x, y] = lon === undefined || lat === undefined ? [] : project([lon, lat]);
  return { viewBox, width: right - left, land, near: path(near), x, y };
}

/**
 * Reads all outlines and projects them, with pauses for the page.
 *
 * @returns {Promise<World>}
 */
async function read() {
  /** @type {Topology<{ countries: GeometryCollection, dots: GeometryCollection }>} */
  const topology = await fetch(new URL("countries.json", import.meta.url)).then((response) => response.json());
  /** @type {Country[]} */
  const countries = [];
  let resumed = performance.now();
  for (const geometry of topology.objects.countries.geometries) {
    const rings = projectRings(/** @type {Feature<Polygon | MultiPolygon>} */ (feature(topology, geometry)).geometry);
    countries.push({ id: geometry.id, rings, boxes: rings.map(ringBox) });
    if (performance.now() - resumed > YIELD_INTERVAL) {
      await new Promise((resolve) => setTimeout(resolve));
      resumed = performance.now();
    }
  }
  /** @type {World["dots"]} */
  const dots = new Map();
  for (const geometry of topology.objects.dots.geometries) {
    dots.set(geometry.id, project(/** @type {Feature<Point>} */ (feature(topology, geometry)).geometry.coordinates));
  }
  return { countries, dots };
}

/**
 * Returns a circle in place of a country that is too small for an outline, and what is around it.
 *
 * @type {(at: Projected) => [string, Box]}
 */
const dot = ([x, y]) => [`M${x - 0.15} ${y}a.15 .15 0 1 0 .3 0a.15 .15 0 1 0-.3 0`, [x - 2, y - 1, x + 2, y + 1]];

/**
 * Returns a frame twice as wide as high, with some of the neighbours around.
 *
 * @type {(box: Box) => Box}
 */
function framed([left, top, right, bottom]) {
  const height = Math.max(bottom - top, (right - left) / 2) * 1.35;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [x - height, y - height / 2, x + height, y + height / 2];
}

/** @type {(position: Position) => Projected} */
const project = ([lon, lat]) => [
  (lon + 180) / 0.36,
  500 - (500 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, lat)) * Math.PI) / 360)),
];

/** @type {(geometry: Polygon | MultiPolygon) => Projected[][]} */
function projectRings({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.flatMap((rings) => rings.map((ring) => ring.map(project)));
}

/** @type {(rings: Projected[][]) => string} */
const path = (rings) => rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`).join("");

/** @type {(a: Box, b: Box) => Box} */
const union = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
/** @type {(ring: Projected[]) => Box} */
const ringBox = (ring) => ring.map(([x, y]) => /** @type {Box} */ ([x, y, x, y])).reduce(union);
/** @type {(a: Box, b: Box) => boolean} */
const meets = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/**
 * Returns the box around what most people mean by the country: its largest ring, and those near it.
 *
 * @type {(boxes: Box[]) => Box}
 */
function mainBox(boxes) {
  /** @type {(box: Box) => number} */
  const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
  const largest = boxes.reduce((a, b) => (area(b) > area(a) ? b : a));
  const reach = Math.max(largest[2] - largest[0], largest[3] - largest[1]) * 0.6;
  /** @type {Box} */
  const near = [largest[0] - reach, largest[1] - reach, largest[2] + reach, largest[3] + reach];
  return boxes.filter((box) => meets(box, near)).reduce(union);
}
