// @ts-check
//! Finer outlines, borders of states and cities: read when the map first comes close enough for them.

import { geojson } from "./cells.js";
import { NEAR_ZOOM } from "./style.js";

/** @import { Map as MapLibre, MapSourceDataEvent } from "./maplibre-gl.mjs" */

/**
 * Follows the zoom of a map whose style has the sources of style.js.
 *
 * @param {MapLibre} map
 */
export function addContext(map) {
  const load = () => {
    if (map.getZoom() < NEAR_ZOOM) return;
    map.off("zoom", load);
    geojson(map, "near").setData("outlines://countries-10m.json");
    geojson(map, "states").setData("outlines://states.json");
    geojson(map, "cities").setData("cities://cities.json");
    /** @param {MapSourceDataEvent} event */
    const hideCoarseLand = ({ sourceId, isSourceLoaded }) => {
      if (sourceId !== "near" || !isSourceLoaded) return;
      map.off("sourcedata", hideCoarseLand);
      // Otherwise the coarser coast would show beside the finer one.
      map.setLayerZoomRange("land", 0, NEAR_ZOOM);
    };
    map.on("sourcedata", hideCoarseLand);
  };
  map.on("zoom", load);
  load();
}
