//! The map as a picture that can be sent: with what was asked, the line of truth, and the legend.

const MARGIN = 16;
const LINE = 20;

/**
 * A PNG of the map as it is seen now.
 *
 * @param {MapLibre} map
 * @param {object} what
 * @param {string[]} what.head lines above the map
 * @param {{ colour: string, hollow: boolean, text: string }[]} what.legend
 * @param {string} what.foot below it: who is to be named
 * @param {object} theme
 * @returns {Promise<Blob>}
 */
export async function image(map, { head, legend, foot }, { ink, paper, quiet }) {
  const canvas = map.getCanvas();
  const ratio = canvas.width / canvas.clientWidth;
  // What WebGL has drawn is there until the frame is over.
  const picture = await new Promise((resolve) => {
    map.once("render", () => createImageBitmap(canvas).then(resolve));
    map.triggerRepaint();
  });
  const width = canvas.clientWidth;
  const rows = Math.ceil(legend.length / columns(width));
  const top = MARGIN + head.length * LINE;
  const height = top + canvas.clientHeight + (rows + 1.5) * LINE;
  const sheet = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const pen = sheet.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, top, width, canvas.clientHeight);
  pen.textBaseline = "middle";
  head.forEach((text, i) => write(pen, text, MARGIN, MARGIN / 2 + (i + 0.5) * LINE, width - 2 * MARGIN, i === 0 ? ink : quiet, i === 0));
  legend.forEach(({ colour, hollow, text }, i) => {
    const wide = width / columns(width);
    const [x, y] = [MARGIN + (i % columns(width)) * wide, top + canvas.clientHeight + (Math.floor(i / columns(width)) + 0.75) * LINE];
    pen.beginPath();
    pen.arc(x + 5, y, 5, 0, 2 * Math.PI);
    [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [hollow ? paper : colour, colour, 1.5];
    pen.fill();
    pen.stroke();
    write(pen, text, x + 16, y, wide - 24, ink);
  });
  write(pen, foot, MARGIN, height - LINE / 2, width - 2 * MARGIN, quiet);
  return sheet.convertToBlob({ type: "image/png" });
}

function columns(width) {
  return Math.max(1, Math.floor(width / 240));
}

function write(pen, text, x, y, width, colour, bold = false) {
  pen.font = `${bold ? "600 " : ""}13px system-ui, sans-serif`;
  pen.fillStyle = colour;
  let shown = text;
  while (shown && pen.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
  pen.fillText(shown, x, y);
}
