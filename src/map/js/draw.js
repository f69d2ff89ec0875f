//! A box or a line drawn on the map with the pointer, as the query language writes it.

const SVG = "http://www.w3.org/2000/svg";
/** Pixels that a corner may lie off the line that was drawn. */
const COARSE = 3;
/** A line has so many corners at most. */
const CORNERS = 60;

/**
 * Waits for a shape. Resolves with its text, `35/139..36/140` or `35/139;36/140;…`; with null where the reader cancels
 * (Escape) or draws nothing.
 *
 * @param {MapLibre} map
 * @param {"box" | "lasso"} kind
 * @returns {{ text: Promise<string | null>, cancel: () => void }}
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
  let points = null;
  let done;
  const text = new Promise((resolve) => (done = resolve));
  const end = (found) => {
    sheet.remove();
    window.removeEventListener("keydown", escape, true);
    done(found);
  };
  const escape = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    end(null);
  };
  const at = (event) => {
    const box = host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  sheet.addEventListener("pointerdown", (event) => {
    sheet.setPointerCapture(event.pointerId);
    points = [at(event)];
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!points) return;
    if (kind === "box") points = [points[0], at(event)];
    else points.push(at(event));
    path.setAttribute("d", `M${outline(points, kind).join("L")}Z`);
  });
  sheet.addEventListener("pointerup", () => {
    const drawn = points ?? [];
    const degrees = (point) => map.unproject(point).wrap();
    if (kind === "box") end(drawn.length === 2 ? box(drawn, degrees) : null);
    else end(drawn.length > 2 ? ring(drawn, degrees) : null);
  });
  window.addEventListener("keydown", escape, true);
  return { text, cancel: () => end(null) };
}

function outline(points, kind) {
  if (kind === "lasso" || points.length < 2) return points;
  const [[x1, y1], [x2, y2]] = points;
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

function box([[x1, y1], [x2, y2]], degrees) {
  if (Math.abs(x1 - x2) < 2 || Math.abs(y1 - y2) < 2) return null;
  const southWest = degrees([Math.min(x1, x2), Math.max(y1, y2)]);
  const northEast = degrees([Math.max(x1, x2), Math.min(y1, y2)]);
  return `${corner(southWest)}..${corner(northEast)}`;
}

function ring(points, degrees) {
  let corners = points;
  for (let off = COARSE; corners === points || corners.length > CORNERS; off *= 1.5) corners = simpler(points, off);
  return corners.length > 2 ? corners.map((point) => corner(degrees(point))).join(";") : null;
}

/** To four digits: 11 metres. */
function corner({ lng, lat }) {
  return `${Number(lat.toFixed(4))}/${Number(lng.toFixed(4))}`;
}

/** The line without the points that lie closer to it than `off` pixels (Douglas and Peucker). */
function simpler(points, off) {
  const [[x1, y1], [x2, y2]] = [points[0], points.at(-1)];
  const length = Math.hypot(x2 - x1, y2 - y1);
  let [farthest, place] = [0, 0];
  points.forEach(([x, y], i) => {
    const away = length < 1e-6 ? Math.hypot(x - x1, y - y1) : Math.abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length;
    if (away > farthest) [farthest, place] = [away, i];
  });
  if (farthest <= off || points.length < 3) return [points[0], points.at(-1)];
  return [...simpler(points.slice(0, place + 1), off).slice(0, -1), ...simpler(points.slice(place), off)];
}

/** A region of the query as features, so that one sees where it is: `{ near: [lat, lon, metres] }`, `{ box }`, `{ ring }`. */
export function shapes(regions) {
  const polygon = (ring) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] } });
  return {
    type: "FeatureCollection",
    features: regions.map((region) => polygon(region.near ? circle(region.near) : around(region.ring))),
  };
}

/** Corners one after another, so that longitudes go on past the date line. */
function around(corners) {
  let before = corners[0][1];
  return corners.map(([lat, lon]) => {
    before = lon + Math.round((before - lon) / 360) * 360;
    return [before, lat];
  });
}

function circle([lat, lon, metres]) {
  const [phi, angle] = [(lat * Math.PI) / 180, metres / 6_371_000];
  return around(
    Array.from({ length: 64 }, (_, i) => {
      const bearing = (i / 64) * 2 * Math.PI;
      const p = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
      const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(p));
      return [(p * 180) / Math.PI, lon + (east * 180) / Math.PI];
    }),
  );
}
