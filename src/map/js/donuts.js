// @ts-check
//! The picture of a cluster of cells: a ring that shows the radios of its SIMs.

/** @import { Map as MapLibre } from "./maplibre-gl.mjs" */
/** @import { Theme } from "./style.js" */

/** Pixels from the middle of the largest picture to its edge. */
export const DONUT_RADIUS = 26;
/** Parts that a ring has: shares are rounded to them, so that few pictures are of many clusters. */
export const DONUT_PARTS = 12;
/** Image pixels a pixel: a screen may have two. */
const PIXEL_RATIO = 2;
const RING_WIDTH = 7;
const PREFIX = "donut";

/**
 * Draws the pictures that clusters ask for, each once. Their name is `donut` and the number of parts of each radio, as
 * style.js writes it.
 *
 * @param {MapLibre} map
 * @param {() => Theme} theme
 */
export function addDonuts(map, theme) {
  map.setMissingStyleImageResolver((id) => {
    if (id.startsWith(PREFIX)) map.addImage(id, draw(id, theme()), { pixelRatio: PIXEL_RATIO });
  });
}

/**
 * Draws the pictures again, in other colours.
 *
 * @param {MapLibre} map
 * @param {Theme} theme
 */
export function redrawDonuts(map, theme) {
  for (const id of map.listImages()) {
    if (id.startsWith(PREFIX)) map.updateImage(id, draw(id, theme));
  }
}

/** @type {(id: string, theme: Theme) => ImageData} */
function draw(id, { paper, radios }) {
  const parts = id.split("-").slice(1).map(Number);
  const all = parts.reduce((sum, part) => sum + part, 0) || 1;
  const side = 2 * DONUT_RADIUS * PIXEL_RATIO;
  const pen = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.scale(PIXEL_RATIO, PIXEL_RATIO);
  const disc = (/** @type {number} */ radius, /** @type {string} */ colour) => {
    pen.beginPath();
    pen.arc(DONUT_RADIUS, DONUT_RADIUS, radius, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
  };
  disc(DONUT_RADIUS, paper);
  let from = -Math.PI / 2;
  parts.forEach((part, radio) => {
    const to = from + (2 * Math.PI * part) / all;
    pen.beginPath();
    pen.moveTo(DONUT_RADIUS, DONUT_RADIUS);
    pen.arc(DONUT_RADIUS, DONUT_RADIUS, DONUT_RADIUS - 1, from, to);
    pen.fillStyle = radios[radio];
    pen.fill();
    from = to;
  });
  disc(DONUT_RADIUS - 1 - RING_WIDTH, paper);
  return pen.getImageData(0, 0, side, side);
}
