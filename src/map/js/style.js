// @ts-check
//! What is drawn, from the sea up: land, its counts, borders, outlines, dots, cities; then cells and movements.

import { DONUT_PARTS, DONUT_RADIUS } from "./donuts.js";

/** @import { AllPaintProperties, ExpressionSpecification, LayerSpecification, SourceSpecification } from "./maplibre-gl.mjs" */

/** @typedef {ReturnType<typeof readTheme>} Theme */

/**
 * What the map keeps of a country to draw it.
 *
 * @typedef {object} CountryState
 * @property {number} [class] the class of its count, from 1; 0 without a count
 * @property {boolean} [chosen]
 * @property {boolean} [faded] others are chosen
 * @property {boolean} [hovered]
 */

/**
 * Returns a colour of the page's style sheet: the value of `--NAME`.
 *
 * @param {string} name
 */
export function readColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Reads the colours of what is drawn, each a CSS colour. */
export function readTheme() {
  return {
    ink: readColour("ink"),
    paper: readColour("paper"),
    quiet: readColour("quiet"),
    sea: readColour("map-sea"),
    /** A country without a count. */
    land: readColour("map-land"),
    border: readColour("map-border"),
    hovered: readColour("map-hovered"),
    chosen: readColour("map-chosen"),
    state: readColour("map-state"),
    /** Names of cities. */
    name: readColour("map-name"),
    road: readColour("map-road"),
    /** An area with cells in it. */
    area: readColour("map-area"),
    /** A country with cells of which no more is known. */
    somewhere: readColour("map-somewhere"),
    way: readColour("map-way"),
    /** A movement faster than anything goes. */
    impossible: readColour("map-impossible"),
    /** By the class of a count, from few to many. */
    scale: readColours("scale"),
    /** By the index of a radio; the last one is of all others. */
    radios: readColours("radio"),
  };
}

/**
 * Reads `--NAME-1`, `--NAME-2` and so on, as many as there are.
 *
 * @param {string} name
 */
function readColours(name) {
  const colours = [];
  for (let colour; (colour = readColour(`${name}-${colours.length + 1}`)); ) colours.push(colour);
  return colours;
}

/** @type {(name: keyof CountryState) => ExpressionSpecification} */
const is = (name) => ["boolean", ["feature-state", name], false];
/** @type {ExpressionSpecification} */
const CLASS = ["feature-state", "class"];
/** @type {ExpressionSpecification} */
const HAS_COUNT = ["to-boolean", CLASS];
/** @type {ExpressionSpecification} */
const IS_LAND = ["!=", ["geometry-type"], "Point"];
/** @type {ExpressionSpecification} */
const IS_DOT = ["==", ["geometry-type"], "Point"];
/** @type {ExpressionSpecification} */
const SIMS = ["get", "sims"];
/** Radios that have a colour of their own, and all others: `engine::MAP_RADIOS`. */
export const RADIO_COUNT = 6;
/** `1234` as `1.2k`, `12345` as `12k`: there is no more room in a circle. @type {ExpressionSpecification} */
const SHORT_SIMS = [
  "step",
  SIMS,
  ["to-string", SIMS],
  1_000,
  ["concat", ["to-string", ["/", ["round", ["/", SIMS, 100]], 10]], "k"],
  10_000,
  ["concat", ["to-string", ["round", ["/", SIMS, 1_000]]], "k"],
];
const RADIOS = [...Array(RADIO_COUNT).keys()];
/** The property of a cluster that counts the SIMs of a radio. @param {number} radio */
const simsOf = (radio) => `radio-${radio}`;
/** The SIMs of a cell if it is of a radio. @type {(radio: number) => ExpressionSpecification} */
const simsWith = (radio) => ["case", ["==", ["min", ["get", "radio"], RADIO_COUNT - 1], radio], SIMS, 0];
/** The name of the picture of a cluster: see donuts.js. @type {ExpressionSpecification} */
const DONUT = [
  "concat",
  "donut",
  ...RADIOS.flatMap((radio) => /** @type {ExpressionSpecification[]} */ (["-", ["to-string", parts(radio)]])),
];

/** @type {(precision: number) => ExpressionSpecification} */
const isPrecision = (precision) => ["==", ["get", "kind"], precision];
/** Opacity of countries where others are chosen. */
const FADED = 0.35;
/** From this zoom on a place with an outline has no dot: the outline can be seen. */
const OUTLINE_ZOOM = 6;
/** From this zoom on there are finer outlines, borders of states and cities. */
export const NEAR_ZOOM = 4.5;
/** The source of the countries. */
export const WORLD = "world";

/** The layers of cells and movements: they are seen together, or not at all. */
export const CELL_LAYERS = ["areas", "marks", "somewhere", "where-count", "clusters", "cluster-count", "points", "ways", "way-ends"];

/**
 * Returns the sources of a MapLibre style. Those that are near are read once something of them is seen.
 *
 * @returns {Record<string, SourceSpecification>}
 */
export function sources() {
  /** @type {GeoJSON.FeatureCollection} */
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
      clusterProperties: { sims: ["+", SIMS], ...Object.fromEntries(RADIOS.map((radio) => [simsOf(radio), ["+", simsWith(radio)]])) },
      maxzoom: 15,
    },
    vague: { type: "geojson", data: empty },
    ways: { type: "geojson", data: empty },
    shape: { type: "geojson", data: empty },
  };
}

/**
 * Returns the layers of a MapLibre style.
 *
 * @param {Theme} theme
 */
export function layers(theme) {
  /** @type {LayerSpecification[]} */
  const all = [
    { id: "sea", type: "background" },
    { id: "land", type: "fill", source: WORLD, filter: IS_LAND },
    { id: "near-land", type: "fill", source: "near", minzoom: NEAR_ZOOM },
    { id: "counts", type: "fill", source: WORLD, filter: IS_LAND, paint: { "fill-opacity": ["case", is("faded"), FADED, 1] } },
    { id: "states", type: "line", source: "states", minzoom: NEAR_ZOOM, paint: { "line-width": 0.75, "line-dasharray": [3, 2] } },
    { id: "borders", type: "line", source: WORLD, filter: IS_LAND, maxzoom: NEAR_ZOOM, paint: { "line-width": 0.5 } },
    { id: "near-borders", type: "line", source: "near", minzoom: NEAR_ZOOM, paint: { "line-width": 1 } },
    {
      // Coarse beside the coast that is seen from here on.
      id: "outlines",
      type: "line",
      source: WORLD,
      filter: IS_LAND,
      maxzoom: NEAR_ZOOM + 1,
      layout: { "line-join": "round" },
      paint: { "line-width": ["case", is("chosen"), 2, is("hovered"), 1.5, 0] },
    },
    {
      id: "dots",
      type: "circle",
      source: WORLD,
      filter: ["all", IS_DOT, ["any", ["!", ["get", "outlined"]], ["<", ["zoom"], OUTLINE_ZOOM]]],
      paint: {
        "circle-radius": ["case", HAS_COUNT, 4, is("chosen"), 4, is("hovered"), 4, 1.5],
        "circle-opacity": ["case", is("faded"), FADED, 1],
        "circle-stroke-opacity": ["case", is("faded"), FADED, 1],
        "circle-stroke-width": ["case", is("chosen"), 2, is("hovered"), 1.5, HAS_COUNT, 0.75, 0],
      },
    },
    {
      id: "cities",
      type: "symbol",
      source: "cities",
      minzoom: NEAR_ZOOM,
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
      filter: isPrecision(1),
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
      filter: isPrecision(1),
      paint: { "circle-radius": size(5, 14), "circle-stroke-width": 2 },
    },
    {
      id: "somewhere",
      type: "circle",
      source: "vague",
      filter: isPrecision(2),
      layout: { "circle-sort-key": SIMS },
      paint: { "circle-radius": labelled(12, 26), "circle-opacity": 0.85, "circle-stroke-width": 1.25 },
    },
    count("where-count", "vague", isPrecision(2), false),
    {
      id: "ways",
      type: "line",
      source: "ways",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-width": ["interpolate", ["linear"], SIMS, 1, 1.25, 20, 4], "line-opacity": 0.8 },
    },
    {
      id: "clusters",
      type: "symbol",
      source: "cells",
      filter: ["has", "point_count"],
      layout: {
        "icon-image": DONUT,
        "icon-size": ["/", labelled(11, DONUT_RADIUS), DONUT_RADIUS],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": SIMS,
      },
    },
    count("cluster-count", "cells", ["has", "point_count"]),
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
  const colours = themed(theme);
  for (const layer of all) {
    const own = colours.filter(([id]) => id === layer.id).map(([, property, colour]) => [property, colour]);
    layer.paint = { ...layer.paint, ...Object.fromEntries(own) };
    if (CELL_LAYERS.includes(layer.id)) layer.layout = { ...layer.layout, visibility: "none" };
  }
  return all;
}

/**
 * Returns how many parts of the ring of a cluster a radio has; one where it has any SIM at all.
 *
 * @param {number} radio
 * @returns {ExpressionSpecification}
 */
function parts(radio) {
  /** @type {ExpressionSpecification} */
  const sims = ["get", simsOf(radio)];
  return ["case", [">", sims, 0], ["max", 1, ["round", ["/", ["*", DONUT_PARTS, sims], SIMS]]], 0];
}

/**
 * Returns the radius of a circle by the number of SIMs: its area grows with it, up to 10,000.
 *
 * @type {(least: number, most: number) => ExpressionSpecification}
 */
function size(least, most) {
  return ["interpolate", ["linear"], ["sqrt", SIMS], 1, least, 100, most];
}

/**
 * Returns the same of a circle that has its number in it, with six pixels at each side.
 *
 * @type {(least: number, most: number) => ExpressionSpecification}
 */
function labelled(least, most) {
  return ["max", size(least, most), ["step", SIMS, least, 10, 13, 100, 16, 1_000, 19]];
}

/**
 * Returns the layer of the numbers in circles. Where not all have room, the largest has it.
 *
 * @type {(id: string, source: string, filter: ExpressionSpecification, always?: boolean) => LayerSpecification}
 */
function count(id, source, filter, always = true) {
  return {
    id,
    type: "symbol",
    source,
    filter,
    layout: {
      "text-field": SHORT_SIMS,
      "text-size": 11,
      "text-allow-overlap": always,
      "text-ignore-placement": always,
      "symbol-sort-key": always ? SIMS : ["-", 0, SIMS],
    },
  };
}

/**
 * Returns what has a colour of the theme.
 *
 * @param {Theme} theme
 * @returns {[layer: string, property: keyof AllPaintProperties, value: string | ExpressionSpecification][]}
 */
export function themed(theme) {
  const { sea, land, border, hovered, chosen, state, name, ink, paper, area, somewhere, way, impossible, scale, radios } = theme;
  /** @type {(otherwise: string) => ExpressionSpecification} */
  const scaled = (otherwise) => match(CLASS, 1, scale, otherwise);
  /** @type {ExpressionSpecification} */
  const outline = ["case", is("chosen"), chosen, hovered];
  /** @type {ExpressionSpecification} */
  const faster = ["case", ["get", "impossible"], impossible, way];
  return [
    ["sea", "background-color", sea],
    ["land", "fill-color", land],
    ["near-land", "fill-color", land],
    ["counts", "fill-color", scaled("rgba(0, 0, 0, 0)")],
    ["states", "line-color", state],
    ["borders", "line-color", border],
    ["near-borders", "line-color", state],
    ["outlines", "line-color", outline],
    ["dots", "circle-color", scaled(land)],
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
    ["cluster-count", "text-color", ink],
    ["points", "circle-color", match(["get", "radio"], 0, radios.slice(0, -1), radios[radios.length - 1])],
    ["points", "circle-stroke-color", paper],
    ["shape-fill", "fill-color", chosen],
    ["shape-line", "line-color", chosen],
  ];
}

/**
 * Returns the colour of a number: numbers count from `first` on.
 *
 * @param {ExpressionSpecification} number
 * @param {number} first
 * @param {string[]} colours
 * @param {string} otherwise
 * @returns {ExpressionSpecification}
 */
function match(number, first, colours, otherwise) {
  const cases = colours.flatMap((colour, i) => [first + i, colour]);
  return /** @type {ExpressionSpecification} */ (["match", number, ...cases, otherwise]);
}
