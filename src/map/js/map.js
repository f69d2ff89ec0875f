//! The map of the world: countries coloured by a count, and nearer the cells of a selection; drawn by MapLibre GL JS.
//
// Another map could stand here: the page knows `open`, the handle that it promises, and the two functions of scale.js.

import { Map as MapLibre, ScaleControl, setWorkerUrl } from "./maplibre-gl.mjs";
import { cells } from "./cells.js";
import { context } from "./context.js";
import { draw, shapes } from "./draw.js";
import { constrain, fitted, sizeOf } from "./frame.js";
import { image } from "./image.js";
import { layers, sources, themed } from "./style.js";
import { colourOf } from "./scale.js";

const SOURCE = "world";
const COUNTRY = /^[A-Z]{2}$/;
/** From this zoom on the cells are drawn. */
const CELLS_FROM = 4;
const NEAREST = 18;
/** Pixels that tools and legend take at each side of what is to be seen; of a small map a quarter at most. */
const ROOM = { top: 72, left: 48 };
const beside = (file) => new URL(file, import.meta.url);

setWorkerUrl(beside("worker.js").href);
const styleSheet = new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("map.css") });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

/**
 * Draws the world into `element` and resolves once it can be painted. `element.dataset.ready` is "true" once what was
 * painted last is drawn, `element.dataset.view` is "countries" or "cells".
 *
 * @param {HTMLElement} element positioned, and with a size of its own
 * @param {object} options
 * @param {object} options.theme see `handle.theme`
 * @param {string} [options.title] what a screen reader calls the map
 * @returns {Promise<object>} the handle. Rejects with an error whose `name` is "webgl" where the browser gives no WebGL 2,
 *   and "outlines" where the outlines do not come.
 */
export async function open(element, { theme, title }) {
  await styleSheet;
  const map = start(element, { theme, title });
  const size = () => sizeOf(element);

  let colours = theme;
  let counts = {};
  let painted = new Map();
  let hovered = null;
  let atHome = true;
  let globe = false;
  let forced = false;
  let drawing = null;
  const heard = { select: () => {}, hover: () => {}, place: () => {}, view: () => {} };

  const state = (code, change) => map.setFeatureState({ source: SOURCE, id: code }, change);
  const countryAt = ({ x, y }) => {
    // Dots are small: a finger's error around them still counts. They stand before the country that they lie on.
    const near = [[x - 4, y - 4], [x + 4, y + 4]];
    const dot = map.queryRenderedFeatures(near, { layers: ["dots"] })[0];
    return (dot ?? map.queryRenderedFeatures([x, y], { layers: ["land", "counts"] })[0])?.properties.code ?? null;
  };
  const hover = (code, point) => {
    if (code !== hovered) {
      if (hovered) state(hovered, { hovered: false });
      if (code) state(code, { hovered: true });
      hovered = code;
    }
    heard.hover(code, code ? (counts[code] ?? 0) : 0, point);
  };
  const home = () => (globe ? { center: [0, 20], zoom: Math.log2((0.9 * Math.PI * Math.min(...size())) / 512) } : fitted(size()));

  map.on("mousemove", ({ point }) => {
    const cellsSeen = element.dataset.view === "cells";
    const over = cellsSeen ? drawn.over(point) : countryAt(point);
    map.getCanvas().style.cursor = over ? "pointer" : "";
    hover(cellsSeen ? null : over, point);
  });
  map.on("mouseout", () => hover(null, null));
  map.on("click", async ({ point, lngLat, originalEvent: { shiftKey, ctrlKey, metaKey } }) => {
    if (element.dataset.view === "cells") {
      const found = await drawn.at(point);
      heard.place(found?.features ?? [], lngLat, found?.cluster ?? false);
      return;
    }
    const code = countryAt(point);
    if (code) heard.select(code, { add: shiftKey || ctrlKey || metaKey });
  });
  map.on("movestart", (event) => {
    delete element.dataset.ready;
    if (event.originalEvent) atHome = false;
  });
  map.on("resize", () => {
    if (atHome) map.jumpTo(home());
  });
  map.on("idle", () => (element.dataset.ready = "true"));

  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.on("error", ({ error, sourceId }) => sourceId === SOURCE && reject(named("outlines", error)));
  }).catch((error) => {
    map.remove();
    throw error;
  });
  const drawn = cells(map);
  context(map);
  map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");

  const look = () => {
    const view = forced || map.getZoom() >= CELLS_FROM ? "cells" : "countries";
    if (view === element.dataset.view) return;
    element.dataset.view = view;
    drawn.show(view === "cells");
    for (const id of ["counts", "dots"]) map.setLayoutProperty(id, "visibility", view === "cells" ? "none" : "visible");
    if (view === "cells") hover(null, null);
    heard.view(view);
  };
  map.on("zoomend", look);
  const redraw = () => {
    delete element.dataset.ready;
    map.triggerRepaint();
  };

  return {
    /**
     * Colours the countries. Only what changed since the last time is touched; the outlines stay where they are.
     *
     * @param {object} what
     * @param {Object<string, number>} what.counts by ISO 3166-1 alpha-2 code; other keys are let be
     * @param {string[]} what.selected codes to outline
     * @param {string[]} what.colours from few to many
     */
    paint({ counts: now, selected = [], colours }) {
      counts = now;
      const next = new Map();
      const countries = Object.keys(now).filter((code) => COUNTRY.test(code) && now[code] > 0);
      const most = countries.reduce((most, code) => Math.max(most, now[code]), 0);
      const chosen = new Set(selected);
      for (const code of new Set([...countries, ...chosen])) {
        const fill = now[code] > 0 ? colourOf(now[code], most, colours) : null;
        next.set(code, { fill, chosen: chosen.has(code) });
      }
      const nothing = { fill: null, chosen: false };
      for (const code of new Set([...painted.keys(), ...next.keys()])) {
        const [was, is] = [painted.get(code) ?? nothing, next.get(code) ?? nothing];
        if (was.fill !== is.fill || was.chosen !== is.chosen) state(code, is);
      }
      painted = next;
      redraw();
    },
    /** Draws these cells: columns as `engine::Cells` has them. */
    cells(columns) {
      drawn.set(columns);
      redraw();
    },
    /** Shows where regions of the query are: see `shapes` of draw.js. */
    regions(regions) {
      map.getSource("shape").setData(shapes(regions));
      redraw();
    },
    /** Draws the cells however far away, or from some zoom on alone. */
    force(on) {
      forced = on;
      look();
    },
    /** Lets the reader draw a "box" or a "lasso": resolves with the text of it, or null. Another call ends it. */
    draw(kind) {
      drawing?.cancel();
      drawing = kind ? draw(map, kind) : null;
      return drawing?.text ?? Promise.resolve(null);
    },
    /** A globe, or flat. */
    globe(on) {
      globe = on;
      map.setTransformConstrain(on ? null : constrain(size));
      map.setProjection({ type: on ? "globe" : "mercator" });
      if (atHome) map.jumpTo(home());
    },
    /** Shows all cells that are drawn. */
    fit() {
      const found = drawn.bounds();
      if (found) this.show(found.bounds, found.nearest);
    },
    /** Shows a part of the world: west, south, east, north. */
    show([west, south, east, north], maxZoom = 14) {
      atHome = false;
      const [width, height] = size();
      const [x, y] = [Math.min(ROOM.left, width / 4), Math.min(ROOM.top, height / 4)];
      const padding = { top: y, right: x, bottom: y, left: x };
      map.fitBounds([[west, south], [east, north]], { padding, maxZoom, duration: 150 });
    },
    /** A PNG of it: see image.js. */
    image: (what) => image(map, what, colours),
    /** Lays a street map of the reader's own under the cells; resolves with who made it. */
    async streets(file) {
      const { lay } = await import("./tiles.js");
      return lay(map, file, colours);
    },
    /** Calls `listener(code, { add })` when a country is clicked; `add` with Shift, Ctrl or Meta. */
    onSelect: (listener) => (heard.select = listener),
    /** Calls `listener(code, count, { x, y })` while the pointer moves; `code` is null off every country. */
    onHover: (listener) => (heard.hover = listener),
    /** Calls `listener(features, { lng, lat }, cluster)` when cells are clicked, or nothing where they are drawn. */
    onPlace: (listener) => (heard.place = listener),
    /** Calls `listener(view)` when "countries" or "cells" begin to be drawn; at once with what is drawn now. */
    onView(listener) {
      heard.view = listener;
      listener(element.dataset.view);
      look();
    },
    /** Sets the colours of what is not data, each a CSS colour: see `themed` of style.js. */
    theme(theme) {
      colours = theme;
      element.style.backgroundColor = theme.sea;
      for (const [layer, property, value] of themed(theme)) map.setPaintProperty(layer, property, value);
    },
    /** Follows a new size of the element at once. It is followed anyway, a moment later. */
    resize: () => map.resize(),
    /** Draws at once: a printer takes what WebGL has drawn last. */
    redraw: () => map.redraw(),
    /** Zooms by so many steps; each doubles the scale. */
    zoom(steps) {
      atHome = false;
      map.easeTo({ zoom: map.getZoom() + steps, duration: 150 });
    },
    /** Shows the whole world again. */
    home() {
      atHome = true;
      map.easeTo({ ...home(), duration: 150 });
    },
    /** Takes the map away and frees what it held. */
    close() {
      drawn.close();
      map.remove();
      delete element.dataset.ready;
    },
  };
}

function start(element, { theme, title }) {
  const size = () => sizeOf(element);
  // The sea goes on where the map ends.
  element.style.backgroundColor = theme.sea;
  try {
    const map = new MapLibre({
      container: element,
      style: { version: 8, sources: sources(), layers: layers(theme), transition: { duration: 0, delay: 0 } },
      ...fitted(size()),
      minZoom: -2,
      maxZoom: NEAREST,
      transformConstrain: constrain(size),
      renderWorldCopies: false,
      attributionControl: false,
      // A click selects, with Shift it adds: neither may zoom.
      boxZoom: false,
      doubleClickZoom: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: title ? { "Map.Title": title } : {},
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    return map;
  } catch (error) {
    element.replaceChildren();
    if (error.constructor.name !== "GPUInitializationError" && !/webgl/i.test(error.message)) throw error;
    throw named("webgl", error);
  }
}

function named(name, cause) {
  return Object.assign(new Error(cause.message, { cause }), { name });
}
