// @ts-check
//! The map as a picture that can be sent: with the query, the counts and the legend.

/** @import { Map as MapLibre } from "./maplibre-gl.mjs" */
/** @import { Theme } from "./style.js" */

/**
 * @typedef {object} ImageTexts
 * @property {string[]} head lines above the map
 * @property {{ colour: string, hollow: boolean, text: string }[]} legend
 * @property {string} foot what is below the map: who is to be named
 */

const MARGIN = 16;
const LINE_HEIGHT = 20;
/** Image pixels a pixel, at least: a picture that is sent is looked at on other screens, and printed. */
const MIN_PIXEL_RATIO = 2;

/**
 * Makes a PNG of the map as it is seen now.
 *
 * @param {MapLibre} map
 * @param {ImageTexts} texts
 * @param {Theme} theme
 * @returns {Promise<Blob>}
 */
export async function image(map, { head, legend, foot }, { ink, paper, quiet }) {
  const canvas = map.getCanvas();
  const ratioOnScreen = map.getPixelRatio();
  const ratio = Math.max(MIN_PIXEL_RATIO, ratioOnScreen);
  map.setPixelRatio(ratio);
  // What WebGL has drawn is there until the frame is over.
  /** @type {ImageBitmap} */
  const picture = await new Promise((resolve, reject) => {
    map.once("idle", () => {
      map.once("render", () => createImageBitmap(canvas).then(resolve, reject));
      map.redraw();
    });
    map.triggerRepaint();
  });
  map.setPixelRatio(ratioOnScreen);
  const width = canvas.clientWidth;
  const columns = Math.max(1, Math.floor(width / 240));
  const rows = Math.ceil(legend.length / columns);
  const top = MARGIN + head.length * LINE_HEIGHT;
  const height = top + canvas.clientHeight + (rows + 1.5) * LINE_HEIGHT;
  const sheet = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const pen = sheet.getContext("2d");
  if (!pen) throw new Error("no canvas");
  /** @type {(text: string, x: number, y: number, room: number, colour: string, bold?: boolean) => void} */
  const write = (text, x, y, room, colour, bold = false) => {
    pen.font = `${bold ? "600 " : ""}13px system-ui, sans-serif`;
    pen.fillStyle = colour;
    let shown = text;
    while (shown && pen.measureText(shown).width > room) shown = `${shown.slice(0, -2)}…`;
    pen.fillText(shown, x, y);
  };
  pen.scale(ratio, ratio);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, top, width, canvas.clientHeight);
  pen.textBaseline = "middle";
  head.forEach((text, i) => write(text, MARGIN, MARGIN / 2 + (i + 0.5) * LINE_HEIGHT, width - 2 * MARGIN, i === 0 ? ink : quiet, i === 0));
  legend.forEach(({ colour, hollow, text }, i) => {
    const room = width / columns;
    const x = MARGIN + (i % columns) * room;
    const y = top + canvas.clientHeight + (Math.floor(i / columns) + 0.75) * LINE_HEIGHT;
    pen.beginPath();
    pen.arc(x + 5, y, 5, 0, 2 * Math.PI);
    [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [hollow ? paper : colour, colour, 1.5];
    pen.fill();
    pen.stroke();
    write(text, x + 16, y, room - 24, ink);
  });
  write(foot, MARGIN, height - LINE_HEIGHT / 2, width - 2 * MARGIN, quiet);
  return sheet.convertToBlob({ type: "image/png" });
}
