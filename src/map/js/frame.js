// @ts-check
//! How the world fits into an element of any shape.

import { MercatorCoordinate } from "./maplibre-gl.mjs";

/** @import { LngLat } from "./maplibre-gl.mjs" */
/** @typedef {[width: number, height: number]} Size in pixels */

// In units of the whole world's width. The whole world is what lies between 76° north and 56° south, where people live.
const TOP = MercatorCoordinate.fromLngLat([0, 76]).y;
const BOTTOM = MercatorCoordinate.fromLngLat([0, -56]).y;
// Whoever looks further finds Svalbard, all of Greenland, and the islands around Antarctica.
const NORTH = MercatorCoordinate.fromLngLat([0, 84]).y;
const SOUTH = MercatorCoordinate.fromLngLat([0, -64]).y;
/** Pixels of the world's width at zoom 0. */
export const WORLD_WIDTH = 512;

/**
 * Returns the size of the map's element: one pixel at least, since an element that is hidden or taken out of the page has
 * none, and a world in nothing is nowhere.
 *
 * @param {HTMLElement} element
 * @returns {Size}
 */
export function sizeOf(element) {
  return [Math.max(1, element.clientWidth), Math.max(1, element.clientHeight)];
}

/**
 * Returns the centre and zoom that show the whole world.
 *
 * @param {Size} size
 */
export function fitted(size) {
  return { center: new MercatorCoordinate(0.5, (TOP + BOTTOM) / 2).toLngLat(), zoom: zoomToFit(size) };
}

/**
 * Keeps the world in the element: never smaller than it fits, and no emptier at its sides than it must be.
 *
 * @param {() => Size} size
 * @returns {(center: LngLat, zoom: number) => { center: LngLat, zoom: number }}
 */
export function constrain(size) {
  return (center, zoom) => {
    const [width, height] = size();
    zoom = Math.max(zoom, zoomToFit([width, height]));
    const scale = WORLD_WIDTH * 2 ** zoom;
    const { x, y } = MercatorCoordinate.fromLngLat(center);
    const middle = height / scale >= SOUTH - NORTH ? (TOP + BOTTOM) / 2 : within(y, NORTH, SOUTH, height / scale);
    const inside = new MercatorCoordinate(within(x, 0, 1, width / scale), middle);
    return { center: inside.toLngLat(), zoom };
  };
}

/** @param {Size} size */
function zoomToFit([width, height]) {
  return Math.log2(Math.min(width, height / (BOTTOM - TOP)) / WORLD_WIDTH);
}

/**
 * Returns the middle of a window of `length` that stays between two ends, or their middle where it is longer.
 *
 * @param {number} middle
 * @param {number} low
 * @param {number} high
 * @param {number} length
 */
function within(middle, low, high, length) {
  return length >= high - low ? (low + high) / 2 : Math.min(Math.max(middle, low + length / 2), high - length / 2);
}
