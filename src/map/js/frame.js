//! How the world fits into an element of any shape.

import { LngLat } from "./maplibre-gl.mjs";

// In units of the whole world's width: Web Mercator between 76° north and 56° south, where people live.
const TOP = latitudeToY(76);
const BOTTOM = latitudeToY(-56);
const TILE = 512;

/**
 * The width and height of the map's element in pixels: one at least, since an element that is hidden or taken out of the
 * page has none, and a world in nothing is nowhere.
 */
export function sizeOf(element) {
  return [Math.max(1, element.clientWidth), Math.max(1, element.clientHeight)];
}

/** The centre and zoom that show the whole world in `[width, height]` pixels. */
export function fitted([width, height]) {
  return { center: [0, yToLatitude((TOP + BOTTOM) / 2)], zoom: fit(width, height) };
}

/**
 * Keeps the world in the element: never smaller than it fits, and no emptier at its sides than it must be.
 *
 * @param {() => [number, number]} size the element's width and height in pixels
 */
export function constrain(size) {
  return ({ lng, lat }, zoom) => {
    const [width, height] = size();
    zoom = Math.max(zoom, fit(width, height));
    const scale = TILE * 2 ** zoom;
    const x = within(0.5 + lng / 360, 0, 1, width / scale);
    const y = within(latitudeToY(lat), TOP, BOTTOM, height / scale);
    return { center: new LngLat((x - 0.5) * 360, yToLatitude(y)), zoom };
  };
}

function fit(width, height) {
  return Math.log2(Math.min(width, height / (BOTTOM - TOP)) / TILE);
}

/** The middle of a window of `length` that stays between two ends, or in the middle of them where it is longer. */
function within(middle, low, high, length) {
  return length >= high - low ? (low + high) / 2 : Math.min(Math.max(middle, low + length / 2), high - length / 2);
}

function latitudeToY(degrees) {
  const sine = Math.sin((degrees * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

function yToLatitude(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
