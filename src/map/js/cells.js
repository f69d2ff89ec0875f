// @ts-check
//! The cells of a selection: points in clusters, areas with their spread, countries of which no more is known, and movements.
//
// The page hands columns of numbers over and makes no features of them: the map's worker asks for the columns (worker.js).

import { CELL_LAYERS } from "./style.js";

/** @import { GeoJSONSource, Map as MapLibre, Point } from "./maplibre-gl.mjs" */
/** @import { Columns } from "./features.js" */

/** The layers that a click finds, the smallest first. */
const CLICKED_LAYERS = ["points", "clusters", "marks", "somewhere"];
/** Maximum number of cells that are asked of a cluster. */
const MAX_LEAVES = 20_000;
/** Distance in pixels at which a pointer still meets a feature. */
const REACH = 4;

/**
 * Returns what draws cells on a map whose style has the sources and layers of style.js.
 *
 * @param {MapLibre} map
 */
export function cells(map) {
  // No other tab of this host knows the name.
  const name = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  const channel = new BroadcastChannel(name);
  /** @type {Partial<Columns>} */
  const columns = {};
  let version = 0;
  channel.onmessage = ({ data: { want } }) => {
    const wanted = columns[/** @type {keyof Columns} */ (want)];
    if (wanted) channel.postMessage({ have: want, columns: wanted });
  };
  /** @param {Point} point */
  const featuresAt = ({ x, y }) =>
    map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers: CLICKED_LAYERS });

  return {
    /**
     * Draws the features of these columns in place of those that the source had.
     *
     * @template {keyof Columns} S
     * @param {S} source
     * @param {Columns[S]} drawn
     */
    draw(source, drawn) {
      columns[source] = drawn;
      version += 1;
      geojson(map, source).setData(`cells://${name}/${source}/${version}`);
    },
    /** @param {boolean} visible */
    show(visible) {
      for (const id of CELL_LAYERS) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
    },
    /**
     * Returns the indexes of the features at a point of the window: those of one, or of all in a cluster.
     *
     * @param {Point} point
     * @returns {Promise<number[]>}
     */
    async at(point) {
      const found = featuresAt(point);
      const first = CLICKED_LAYERS.map((layer) => found.find((feature) => feature.layer.id === layer)).find(Boolean);
      if (!first) return [];
      if (first.layer.id !== "clusters") return [first.properties.at];
      const leaves = await geojson(map, "cells").getClusterLeaves(first.properties.cluster_id, MAX_LEAVES, 0);
      return leaves.map(({ properties }) => properties?.at);
    },
    /**
     * Returns whether something that can be clicked is at a point of the window.
     *
     * @param {Point} point
     */
    isOver: (point) => featuresAt(point).length > 0,
  };
}

/**
 * Returns a source of style.js by its name.
 *
 * @param {MapLibre} map
 * @param {string} source
 */
export function geojson(map, source) {
  return /** @type {GeoJSONSource} */ (map.getSource(source));
}
