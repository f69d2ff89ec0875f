//! One country as paths of SVG, with what lies around it: Web Mercator, in thousandths of the world's width.

import feature from "./topojson/feature.js";

/** Milliseconds at a time that the page gives to it. */
const TURN = 8;
let world;

/**
 * @param {string} code ISO 3166-1 alpha-2
 * @returns {Promise<?{viewBox: string, land: string, near: string}>} null where there is no outline of it
 */
export async function outline(code) {
  world ??= read();
  const { countries, dots } = await world.catch(() => ((world = null), { countries: [], dots: new Map() }));
  const mine = countries.find(({ id }) => id === code);
  if (!mine && !dots.has(code)) return null;
  const [land, around] = mine ? [path(mine.rings), main(mine.boxes)] : dot(dots.get(code));
  const frame = framed(around);
  const others = countries.filter(({ id }) => id !== code);
  const near = others.flatMap(({ rings, boxes }) => rings.filter((_, at) => meets(boxes[at], frame)));
  const [left, top, right, bottom] = frame;
  const viewBox = [left, top, right - left, bottom - top].map((n) => n.toFixed(2)).join(" ");
  return { viewBox, land, near: path(near) };
}

/** All outlines, projected; in turns, so that the page stays awake. */
async function read() {
  const topology = await fetch(new URL("countries.json", import.meta.url)).then((answer) => answer.json());
  const { countries: outlines, dots: places } = topology.objects;
  const countries = [];
  let begun = performance.now();
  for (const geometry of outlines.geometries) {
    const rings = project(feature(topology, geometry).geometry);
    countries.push({ id: geometry.id, rings, boxes: rings.map(box) });
    if (performance.now() - begun > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      begun = performance.now();
    }
  }
  const place = (geometry) => [geometry.id, point(feature(topology, geometry).geometry.coordinates)];
  return { countries, dots: new Map(places.geometries.map(place)) };
}

/** A country too small for an outline: a circle where it is. */
const dot = ([x, y]) => [`M${x - 0.15} ${y}a.15 .15 0 1 0 .3 0a.15 .15 0 1 0-.3 0`, [x - 2, y - 1, x + 2, y + 1]];

/** Twice as wide as high, with some of the neighbours around. */
function framed([left, top, right, bottom]) {
  const height = Math.max(bottom - top, (right - left) / 2) * 1.35;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [x - height, y - height / 2, x + height, y + height / 2];
}

const point = ([lng, lat]) => [
  (lng + 180) / 0.36,
  500 - (500 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, lat)) * Math.PI) / 360)),
];

function project({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.flatMap((rings) => rings.map((ring) => ring.map(point)));
}

const path = (rings) =>
  rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`).join("");

const around = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
const box = (ring) => ring.map(([x, y]) => [x, y, x, y]).reduce(around);
const meets = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** The box around what most people mean by the country: its largest ring, and those near it. */
function main(boxes) {
  const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
  const largest = boxes.reduce((a, b) => (area(b) > area(a) ? b : a));
  const reach = Math.max(largest[2] - largest[0], largest[3] - largest[1]) * 0.6;
  const near = [largest[0] - reach, largest[1] - reach, largest[2] + reach, largest[3] + reach];
  return boxes.filter((one) => meets(one, near)).reduce(around);
}
