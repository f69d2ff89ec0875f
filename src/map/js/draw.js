// @ts-check
//! A box or a line drawn on the map with the pointer.

/** @import { LngLat, Map as MapLibre } from "./maplibre-gl.mjs" */

/**
 * @typedef {"box" | "lasso"} ShapeKind
 * @typedef {[x: number, y: number]} Pixel
 */

const SVG = "http://www.w3.org/2000/svg";
/** Distance in pixels that a corner may be off the line that was drawn. */
const TOLERANCE = 3;
/** Maximum number of corners of a line. */
const MAX_CORNERS = 60;

/**
 * Lets the reader draw a shape.
 *
 * @param {MapLibre} map
 * @param {ShapeKind} kind
 * @returns {{ corners: Promise<Float64Array | null>, cancel: () => void }} resolves with longitude and latitude of each corner,
 *   those in the south-west and north-east of a box; with null where the reader cancels (Escape) or draws nothing
 */
export function draw(map, kind) {
  const host = map.getContainer();
  const sheet = document.createElement("div");
  sheet.className = "drawing";
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.append(path);
  sheet.append(svg);
  host.append(sheet);
  /** @type {Pixel[] | null} */
  let points = null;
  /** @type {(corners: Float64Array | null) => void} */
  let resolve;
  /** @type {Promise<Float64Array | null>} */
  const corners = new Promise((resolver) => (resolve = resolver));
  /** @param {Pixel[] | null} drawn */
  const end = (drawn) => {
    sheet.remove();
    window.removeEventListener("keydown", cancelByKey, true);
    resolve(drawn && Float64Array.from(drawn.flatMap((point) => degrees(map.unproject(point)))));
  };
  /** @param {KeyboardEvent} event */
  const cancelByKey = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    end(null);
  };
  /** @type {(event: PointerEvent) => Pixel} */
  const pixel = (event) => {
    const box = host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  sheet.addEventListener("pointerdown", (event) => {
    sheet.setPointerCapture(event.pointerId);
    points = [pixel(event)];
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!points) return;
    if (kind === "box") points = [points[0], pixel(event)];
    else points.push(pixel(event));
    path.setAttribute("d", `M${outline(points, kind).join("L")}Z`);
  });
  sheet.addEventListener("pointerup", () => end(kind === "box" ? boxCorners(points ?? []) : lassoCorners(points ?? [])));
  window.addEventListener("keydown", cancelByKey, true);
  return { corners, cancel: () => end(null) };
}

/** @param {LngLat} point */
function degrees(point) {
  const { lng, lat } = point.wrap();
  return [lng, lat];
}

/** @type {(points: Pixel[], kind: ShapeKind) => Pixel[]} */
function outline(points, kind) {
  if (kind === "lasso" || points.length < 2) return points;
  const [[x1, y1], [x2, y2]] = points;
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

/** @type {(points: Pixel[]) => Pixel[] | null} */
function boxCorners(points) {
  if (points.length !== 2) return null;
  const [[x1, y1], [x2, y2]] = points;
  if (Math.abs(x1 - x2) < 2 || Math.abs(y1 - y2) < 2) return null;
  return [[Math.min(x1, x2), Math.max(y1, y2)], [Math.max(x1, x2), Math.min(y1, y2)]];
}

/** @type {(points: Pixel[]) => Pixel[] | null} */
function lassoCorners(points) {
  if (points.length <= 2) return null;
  let corners = points;
  for (let off = TOLERANCE; corners === points || corners.length > MAX_CORNERS; off *= 1.5) corners = simplified(points, off);
  return corners.length > 2 ? corners : null;
}

/**
 * Returns the line without the points that are closer to it than `off` pixels (Douglas and Peucker).
 *
 * @type {(points: Pixel[], off: number) => Pixel[]}
 */
function simplified(points, off) {
  const [first, last] = [points[0], points[points.length - 1]];
  const [[x1, y1], [x2, y2]] = [first, last];
  const length = Math.hypot(x2 - x1, y2 - y1);
  let [farthest, index] = [0, 0];
  points.forEach(([x, y], i) => {
    const away = length < 1e-6 ? Math.hypot(x - x1, y - y1) : Math.abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length;
    if (away > farthest) [farthest, index] = [away, i];
  });
  if (farthest <= off || points.length < 3) return [first, last];
  return [...simplified(points.slice(0, index + 1), off).slice(0, -1), ...simplified(points.slice(index), off)];
}
