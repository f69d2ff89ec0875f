//! The map of the world: countries coloured by a count, drawn by MapLibre GL JS.
//
// Another map could stand here: the page knows `open`, the handle that it promises, and the two functions of scale.js.

import { Map as MapLibre, setWorkerUrl } from "./maplibre-gl.mjs";
import { constrain, fitted } from "./frame.js";
import { layers, themed } from "./style.js";
import { colourOf } from "./scale.js";

const SOURCE = "world";
const COUNTRY = /^[A-Z]{2}$/;
const beside = (file) => new URL(file, import.meta.url);

setWorkerUrl(beside("worker.js").href);
const styleSheet = new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("map.css") });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

/**
 * Draws the world into `element` and resolves once it can be painted. `element.dataset.ready` is "true" once what was
 * painted last is drawn.
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
  const size = () => [element.clientWidth, element.clientHeight];

  let counts = {};
  let painted = new Map();
  let hovered = null;
  let atHome = true;
  const heard = { select: () => {}, hover: () => {} };

  const state = (code, change) => map.setFeatureState({ source: SOURCE, id: code }, change);
  const countryAt = ({ x, y }) => {
    // Dots are small: a finger's error around them still counts. They stand before the country that they lie on.
    const near = [[x - 4, y - 4], [x + 4, y + 4]];
    const dot = map.queryRenderedFeatures(near, { layers: ["dots"] })[0];
    return (dot ?? map.queryRenderedFeatures([x, y], { layers: ["land"] })[0])?.properties.code ?? null;
  };
  const hover = (code, point) => {
    if (code !== hovered) {
      if (hovered) state(hovered, { hovered: false });
      if (code) state(code, { hovered: true });
      map.getCanvas().style.cursor = code ? "pointer" : "";
      hovered = code;
    }
    heard.hover(code, code ? (counts[code] ?? 0) : 0, point);
  };

  map.on("mousemove", (event) => hover(countryAt(event.point), event.point));
  map.on("mouseout", () => hover(null, null));
  map.on("click", (event) => {
    const { shiftKey, ctrlKey, metaKey } = event.originalEvent;
    const code = countryAt(event.point);
    if (code) heard.select(code, { add: shiftKey || ctrlKey || metaKey });
  });
  map.on("movestart", (event) => {
    if (event.originalEvent) atHome = false;
  });
  map.on("resize", () => {
    if (atHome) map.jumpTo(fitted(size()));
  });
  map.on("idle", () => (element.dataset.ready = "true"));

  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.on("error", ({ error, sourceId }) => sourceId && reject(named("outlines", error)));
  }).catch((error) => {
    map.remove();
    throw error;
  });

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
      delete element.dataset.ready;
      map.triggerRepaint();
    },
    /** Calls `listener(code, { add })` when a country is clicked; `add` with Shift, Ctrl or Meta. */
    onSelect: (listener) => (heard.select = listener),
    /** Calls `listener(code, count, { x, y })` while the pointer moves; `code` is null off every country. */
    onHover: (listener) => (heard.hover = listener),
    /** Sets the colours of what is not data: `{ sea, land, border, hovered, chosen }`, each a CSS colour. */
    theme(theme) {
      element.style.backgroundColor = theme.sea;
      for (const [layer, property, value] of themed(theme)) map.setPaintProperty(layer, property, value);
    },
    /** Follows a new size of the element at once. It is followed anyway, a moment later. */
    resize: () => map.resize(),
    /** Zooms by so many steps; each doubles the scale. */
    zoom(steps) {
      atHome = false;
      map.easeTo({ zoom: map.getZoom() + steps, duration: 150 });
    },
    /** Shows the whole world again. */
    home() {
      atHome = true;
      map.easeTo({ ...fitted(size()), duration: 150 });
    },
    /** Takes the map away and frees what it held. */
    close() {
      map.remove();
      delete element.dataset.ready;
    },
  };
}

function start(element, { theme, title }) {
  const size = () => [element.clientWidth, element.clientHeight];
  // The sea goes on where the map ends.
  element.style.backgroundColor = theme.sea;
  try {
    const map = new MapLibre({
      container: element,
      style: {
        version: 8,
        sources: { [SOURCE]: { type: "geojson", data: "outlines://countries.json", promoteId: "code", tolerance: 0.4, buffer: 16 } },
        layers: layers(SOURCE, theme),
        transition: { duration: 0, delay: 0 },
      },
      ...fitted(size()),
      minZoom: -2,
      maxZoom: 8,
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
