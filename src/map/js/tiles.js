//! A street map from a PMTiles file of the reader's own: read by pieces in the tab, never fetched.

import { addProtocol } from "./maplibre-gl.mjs";

const SOURCE = "streets";
let protocol = null;
/** The library is a script of old: it leaves its name behind. */
const library = () =>
  globalThis.pmtiles ??
  new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: new URL("pmtiles.js", import.meta.url) });
    script.onload = () => resolve(globalThis.pmtiles);
    script.onerror = reject;
    document.head.append(script);
  });

/** What the layers of the common schemas (OpenMapTiles, Protomaps, Shortbread) are drawn as. */
const DRAWN = [
  [/^(earth|land|landcover|landuse|park|green)/, "fill", "ground"],
  [/^(water|ocean)(?!way|_lines|_name|_polygons_labels)/, "fill", "water"],
  [/^(waterway|water_lines|rivers?)$/, "line", "water"],
  [/^building/, "fill", "building"],
  [/^(transportation|roads?|streets?|highway)(?!_name|_labels|_polygons)/, "line", "road"],
  [/^(boundar|admin)/, "line", "state"],
];

/**
 * Lays the tiles of a file under the cells. Rejects where it is no PMTiles file.
 *
 * @returns {Promise<string>} who made the tiles, as the file says it
 */
export async function lay(map, file, theme) {
  const { FileSource, PMTiles, Protocol } = await library();
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  const tiles = new PMTiles(new FileSource(file));
  const { tileType, minZoom, maxZoom } = await tiles.getHeader();
  const metadata = await tiles.getMetadata();
  protocol.add(tiles);
  take(map);
  const vector = tileType === 1;
  map.addSource(SOURCE, {
    type: vector ? "vector" : "raster",
    tiles: [`pmtiles://${tiles.source.getKey()}/{z}/{x}/{y}`],
    minzoom: minZoom,
    maxzoom: maxZoom,
    ...(vector ? {} : { tileSize: 256 }),
  });
  const names = vector ? (metadata.vector_layers ?? []).map(({ id }) => id) : [null];
  for (const [pattern, type, kind] of DRAWN) {
    for (const name of names.filter((name) => name && pattern.test(name))) put(map, name, type, kind, theme);
  }
  if (!vector) map.addLayer({ id: `${SOURCE}-raster`, type: "raster", source: SOURCE }, "states");
  return String(metadata.attribution ?? "").replace(/<[^>]*>/g, "");
}

/** Takes the street map away again. */
export function take(map) {
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === SOURCE)) map.removeLayer(id);
  if (map.getSource(SOURCE)) map.removeSource(SOURCE);
}

function put(map, name, type, kind, theme) {
  const colour = { ground: theme.land, water: theme.sea, building: theme.border, road: theme.road, state: theme.state }[kind];
  const paint =
    type === "fill"
      ? { "fill-color": colour, "fill-opacity": kind === "building" ? 0.6 : 1 }
      : { "line-color": colour, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 6, 0.4, 16, 4] };
  const filter = type === "fill" ? ["==", ["geometry-type"], "Polygon"] : ["==", ["geometry-type"], "LineString"];
  map.addLayer({ id: `${SOURCE}-${name}-${type}`, type, source: SOURCE, "source-layer": name, filter, paint }, "states");
}
