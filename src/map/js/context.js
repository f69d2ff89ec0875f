//! Finer outlines, borders of states and cities: read when the map first comes close enough for them.

import { NEAR } from "./style.js";

/** Follows the zoom of a map whose style has the sources of style.js. */
export function context(map) {
  const near = () => {
    if (map.getZoom() < NEAR) return;
    map.off("zoom", near);
    map.getSource("near").setData("outlines://countries-10m.json");
    map.getSource("states").setData("outlines://states.json");
    map.getSource("cities").setData("cities://cities.json");
    const drawn = ({ sourceId, isSourceLoaded }) => {
      if (sourceId !== "near" || !isSourceLoaded) return;
      map.off("sourcedata", drawn);
      // Else the coarser coast would stand out behind the finer one.
      map.setLayerZoomRange("land", 0, NEAR);
    };
    map.on("sourcedata", drawn);
  };
  map.on("zoom", near);
  near();
}
