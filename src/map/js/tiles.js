// @ts-check
//! A street map from a PMTiles file of the reader's own: read in parts in the tab, never fetched.

import { addProtocol } from "./maplibre-gl.mjs";

/** @import { Map as MapLibre } from "./maplibre-gl.mjs" */
/** @import { Protocol } from "pmtiles" */
/** @import { Theme } from "./style.js" */

/**
 * @typedef {"fill" | "line"} LayerType
 * @typedef {"ground" | "water" | "building" | "road" | "state"} GroundKind
 */

const SOURCE = "streets";
/** The vector tiles of a PMTiles header. */
const VECTOR = 1;
/** @type {Protocol | undefined} */
let protocol;

/** Loads the library, a classic script that defines a global variable. */
async function loadLibrary() {
  if (!globalThis.pmtiles) {
    await new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL("pmtiles.js", import.meta.url) });
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  return globalThis.pmtiles;
}

/**
 * What the layers of the common schemas (OpenMapTiles, Protomaps, Shortbread) are drawn as.
 *
 * @type {[RegExp, LayerType, GroundKind][]}
 */
const LAYER_KINDS = [
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
 * @param {MapLibre} map
 * @param {File} file
 * @param {Theme} theme
 * @returns {Promise<string>} who made the tiles, as the file says it
 */
export async function addStreets(map, file, theme) {
  const { FileSource, PMTiles, Protocol } = await loadLibrary();
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  const tiles = new PMTiles(new FileSource(file));
  const { tileType, minZoom, maxZoom } = await tiles.getHeader();
  const metadata = /** @type {{ attribution?: unknown, vector_layers?: { id: string }[] }} */ (await tiles.getMetadata());
  protocol.add(tiles);
  removeStreets(map);
  const urls = { tiles: [`pmtiles://${tiles.source.getKey()}/{z}/{x}/{y}`], minzoom: minZoom, maxzoom: maxZoom };
  if (tileType === VECTOR) {
    map.addSource(SOURCE, { type: "vector", ...urls });
    const names = (metadata.vector_layers ?? []).map(({ id }) => id);
    for (const [pattern, type, kind] of LAYER_KINDS) {
      for (const name of names.filter((name) => name && pattern.test(name))) addLayer(map, name, type, kind, theme);
    }
  } else {
    map.addSource(SOURCE, { type: "raster", tileSize: 256, ...urls });
    map.addLayer({ id: `${SOURCE}-raster`, type: "raster", source: SOURCE }, "states");
  }
  return String(metadata.attribution ?? "").replace(/<[^>]*>/g, "");
}

/** @param {MapLibre} map */
function removeStreets(map) {
  const layers = map.getStyle().layers.filter((layer) => "source" in layer && layer.source === SOURCE);
  for (const { id } of layers) map.removeLayer(id);
  if (map.getSource(SOURCE)) map.removeSource(SOURCE);
}

/**
 * @param {MapLibre} map
 * @param {string} name
 * @param {LayerType} type
 * @param {GroundKind} kind
 * @param {Theme} theme
 */
function addLayer(map, name, type, kind, theme) {
  const colour = { ground: theme.land, water: theme.sea, building: theme.border, road: theme.road, state: theme.state }[kind];
  const common = { id: `${SOURCE}-${name}-${type}`, source: SOURCE, "source-layer": name };
  if (type === "fill") {
    const paint = { "fill-color": colour, "fill-opacity": kind === "building" ? 0.6 : 1 };
    map.addLayer({ ...common, type, filter: ["==", ["geometry-type"], "Polygon"], paint }, "states");
  } else {
    map.addLayer(
      {
        ...common,
        type,
        filter: ["==", ["geometry-type"], "LineString"],
        paint: { "line-color": colour, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 6, 0.4, 16, 4] },
      },
      "states",
    );
  }
}
