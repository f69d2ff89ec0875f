// @ts-check
//! The regions of the query as features, so that one sees where they are.

/** @import { Feature, Position } from "geojson" */

const EARTH_RADIUS = 6_371_000;
/** Number of corners that a circle is drawn with. */
const CIRCLE_CORNERS = 64;

/**
 * @param {Float64Array[]} rings longitude and latitude of each corner
 * @param {Float64Array} circles longitude and latitude of the centre, and the radius in metres, of each
 * @returns {Feature[]}
 */
export function regionFeatures(rings, circles) {
  const corners = rings.map((ring) => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]));
  for (let i = 0; i < circles.length; i += 3) corners.push(circle(circles[i], circles[i + 1], circles[i + 2]));
  return corners.map(polygon);
}

/** @type {(corners: Position[]) => Feature} */
function polygon(corners) {
  const ring = unwrapped(corners);
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] } };
}

/**
 * Returns corners whose longitudes go on past the date line.
 *
 * @type {(corners: Position[]) => Position[]}
 */
function unwrapped(corners) {
  let previous = corners[0][0];
  return corners.map(([lon, lat]) => {
    previous = lon + Math.round((previous - lon) / 360) * 360;
    return [previous, lat];
  });
}

/** @type {(lon: number, lat: number, radius: number) => Position[]} */
function circle(lon, lat, radius) {
  const [phi, angle] = [(lat * Math.PI) / 180, radius / EARTH_RADIUS];
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
    const bearing = (i / CIRCLE_CORNERS) * 2 * Math.PI;
    const p = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(p));
    return [lon + (east * 180) / Math.PI, (p * 180) / Math.PI];
  });
}
