//! What is drawn, from the sea up: land, its counts, borders, outlines, dots, cities; then cells and ways.

const is = (name) => ["boolean", ["feature-state", name], false];
const HAS_DATA = ["to-boolean", ["feature-state", "fill"]];
const IS_LAND = ["!=", ["geometry-type"], "Point"];
const IS_DOT = ["==", ["geometry-type"], "Point"];
// A place with an outline loses its dot where the outline can be seen.
const OUTLINE_IS_SEEN = 6;
/** From here on finer outlines, borders of states and cities. */
export const NEAR = 4.5;
const KIND = ["get", "kind"];
const WORLD = "world";

/** The layers of cells and ways: they are seen together, or not at all. */
export const PARTS = ["areas", "marks", "somewhere", "where-count", "clusters", "cluster-count", "points", "ways", "way-ends"];

/** The sources of a MapLibre style. Those that are near are read once something of them is seen. */
export function sources() {
  const empty = { type: "FeatureCollection", features: [] };
  return {
    [WORLD]: { type: "geojson", data: "outlines://countries.json", promoteId: "code", tolerance: 0.4, buffer: 16 },
    near: { type: "geojson", data: empty, tolerance: 0.3 },
    states: { type: "geojson", data: empty, tolerance: 0.3 },
    cities: { type: "geojson", data: empty },
    cells: {
      type: "geojson",
      data: empty,
      cluster: true,
      clusterRadius: 36,
      clusterMaxZoom: 14,
      clusterProperties: { sims: ["+", ["get", "sims"]] },
      maxzoom: 15,
    },
    vague: { type: "geojson", data: empty },
    ways: { type: "geojson", data: empty },
    shape: { type: "geojson", data: empty },
  };
}

/** The layers of a MapLibre style, in the colours of `theme`. */
export function layers(theme) {
  const all = [
    { id: "sea", type: "background" },
    { id: "land", type: "fill", source: WORLD, filter: IS_LAND },
    { id: "near-land", type: "fill", source: "near", minzoom: NEAR },
    { id: "counts", type: "fill", source: WORLD, filter: IS_LAND, paint: { "fill-opacity": 1 } },
    { id: "states", type: "line", source: "states", minzoom: NEAR, paint: { "line-width": 0.75, "line-dasharray": [3, 2] } },
    { id: "borders", type: "line", source: WORLD, filter: IS_LAND, maxzoom: NEAR, paint: { "line-width": 0.5 } },
    { id: "near-borders", type: "line", source: "near", minzoom: NEAR, paint: { "line-width": 1 } },
    {
      // Coarse beside the coast that is seen from here on.
      id: "outlines",
      type: "line",
      source: WORLD,
      filter: IS_LAND,
      maxzoom: NEAR + 1,
      layout: { "line-join": "round" },
      paint: { "line-width": ["case", is("chosen"), 2, is("hovered"), 1.5, 0] },
    },
    {
      id: "dots",
      type: "circle",
      source: WORLD,
      filter: ["all", IS_DOT, ["any", ["!", ["get", "outlined"]], ["<", ["zoom"], OUTLINE_IS_SEEN]]],
      paint: {
        "circle-radius": ["case", HAS_DATA, 4, is("chosen"), 4, is("hovered"), 4, 1.5],
        "circle-stroke-width": ["case", is("chosen"), 2, is("hovered"), 1.5, HAS_DATA, 0.75, 0],
      },
    },
    {
      id: "cities",
      type: "symbol",
      source: "cities",
      minzoom: NEAR,
      filter: ["<=", ["get", "rank"], ["step", ["zoom"], 1, 5.5, 2, 7, 3, 9, 4]],
      layout: {
        "text-field": ["get", "name"],
        "text-size": 12,
        "text-anchor": "left",
        "text-offset": [0.5, 0],
        "symbol-sort-key": ["get", "rank"],
        "icon-optional": true,
      },
      paint: { "text-halo-width": 1.2 },
    },
    {
      id: "areas",
      type: "circle",
      source: "vague",
      filter: ["==", KIND, 1],
      paint: {
        // As wide as the cells of the area are spread.
        "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "zero"], 20, ["*", ["get", "zero"], 2 ** 20]],
        "circle-opacity": 0.04,
        "circle-stroke-width": 1,
        "circle-stroke-opacity": 0.7,
      },
    },
    {
      id: "marks",
      type: "circle",
      source: "vague",
      filter: ["==", KIND, 1],
      paint: { "circle-radius": size(5, 14), "circle-stroke-width": 2 },
    },
    {
      id: "somewhere",
      type: "circle",
      source: "vague",
      filter: ["==", KIND, 2],
      paint: { "circle-radius": size(12, 26), "circle-opacity": 0.7, "circle-stroke-width": 1.25 },
    },
    count("where-count", "vague", ["==", KIND, 2], ["concat", "~ ", short(["get", "sims"])], false),
    {
      id: "ways",
      type: "line",
      source: "ways",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-width": ["interpolate", ["linear"], ["get", "sims"], 1, 1.25, 20, 4], "line-opacity": 0.8 },
    },
    {
      id: "clusters",
      type: "circle",
      source: "cells",
      filter: ["has", "point_count"],
      paint: { "circle-radius": size(11, 26), "circle-opacity": 0.85, "circle-stroke-width": 1 },
    },
    count("cluster-count", "cells", ["has", "point_count"], short(["get", "sims"])),
    {
      id: "points",
      type: "circle",
      source: "cells",
      filter: ["!", ["has", "point_count"]],
      paint: { "circle-radius": size(4.5, 16), "circle-opacity": 0.85, "circle-stroke-width": 1 },
    },
    {
      id: "way-ends",
      type: "symbol",
      source: "ways",
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 120,
        "text-field": "➤",
        "text-size": 12,
        "text-keep-upright": false,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
    },
    { id: "shape-fill", type: "fill", source: "shape", paint: { "fill-opacity": 0.08 } },
    { id: "shape-line", type: "line", source: "shape", paint: { "line-width": 1.5, "line-dasharray": [3, 2] } },
  ];
  for (const [id, property, value] of themed(theme)) {
    const layer = all.find((layer) => layer.id === id);
    layer.paint = { ...layer.paint, [property]: value };
  }
  for (const layer of all) {
    if (PARTS.includes(layer.id)) layer.layout = { ...layer.layout, visibility: "none" };
  }
  return all;
}

/** As large as the number of SIMs: its area grows with it, up to 10,000. */
function size(least, most) {
  return ["interpolate", ["linear"], ["sqrt", ["get", "sims"]], 1, least, 100, most];
}

function count(id, source, filter, field, always = true) {
  const layout = { "text-field": field, "text-size": 11, "text-allow-overlap": always, "text-ignore-placement": always };
  return { id, type: "symbol", source, filter, layout };
}

/** `1234` as `1.2k`: there is no more room in a circle. */
function short(number) {
  const thousands = ["concat", ["to-string", ["/", ["round", ["/", number, 100]], 10]], "k"];
  return ["case", ["<", number, 1000], ["to-string", number], thousands];
}

/** The colours of a theme as `[layer, property, value]`. */
export function themed(theme) {
  const { sea, land, border, hovered, chosen, state, name, ink, paper, area, somewhere, way, impossible, radios } = theme;
  const fill = ["to-color", ["feature-state", "fill"], land];
  const outline = ["case", is("chosen"), chosen, hovered];
  const radio = ["match", ["get", "radio"], ...radios.slice(0, -1).flatMap((colour, i) => [i, colour]), radios.at(-1)];
  const faster = ["case", ["get", "impossible"], impossible, way];
  return [
    ["sea", "background-color", sea],
    ["land", "fill-color", land],
    ["near-land", "fill-color", land],
    ["counts", "fill-color", ["to-color", ["feature-state", "fill"], "rgba(0, 0, 0, 0)"]],
    ["states", "line-color", state],
    ["borders", "line-color", border],
    ["near-borders", "line-color", state],
    ["outlines", "line-color", outline],
    ["dots", "circle-color", fill],
    ["dots", "circle-stroke-color", outline],
    ["cities", "text-color", name],
    ["cities", "text-halo-color", land],
    ["areas", "circle-color", area],
    ["areas", "circle-stroke-color", area],
    ["marks", "circle-color", paper],
    ["marks", "circle-stroke-color", area],
    ["somewhere", "circle-color", paper],
    ["somewhere", "circle-stroke-color", somewhere],
    ["where-count", "text-color", somewhere],
    ["ways", "line-color", faster],
    ["way-ends", "text-color", faster],
    ["clusters", "circle-color", ink],
    ["clusters", "circle-stroke-color", paper],
    ["cluster-count", "text-color", paper],
    ["points", "circle-color", radio],
    ["points", "circle-stroke-color", paper],
    ["shape-fill", "fill-color", chosen],
    ["shape-line", "line-color", chosen],
  ];
}
