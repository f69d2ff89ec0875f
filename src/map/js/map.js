// @ts-check
//! The map of the world: countries coloured by a count, and nearer the cells of a selection; drawn by MapLibre GL JS.
//
// Another map could be here: the page knows `open` and the handle that it promises (src/map/handle.rs).

import { Map as MapLibre, ScaleControl, setWorkerUrl } from "./maplibre-gl.mjs";
import { cells, geojson } from "./cells.js";
import { addContext } from "./context.js";
import { addDonuts, redrawDonuts } from "./donuts.js";
import { draw } from "./draw.js";
import { constrain, fitted, sizeOf, WORLD_WIDTH } from "./frame.js";
import { image } from "./image.js";
import { regionFeatures } from "./regions.js";
import { layers, readColour, readTheme, sources, themed, WORLD } from "./style.js";

/** @import { LngLatLike, Point } from "./maplibre-gl.mjs" */
/** @import { ShapeKind } from "./draw.js" */
/** @import { CountryState, Theme } from "./style.js" */

/** From this zoom on the cells are drawn. */
const CELLS_ZOOM = 4;
const MAX_ZOOM = 18;
/** Milliseconds that a movement of the map takes. */
const DURATION = 150;
/** Distance in pixels at which a pointer still meets a dot. */
const REACH = 4;
/** Pixels that tools and legend take at each side of what is to be seen; of a small map a quarter at most. */
const PADDING = { top: 72, left: 48 };
/** @param {string} file */
const urlOf = (file) => new URL(file, import.meta.url).href;

setWorkerUrl(urlOf("worker.js"));
const styleSheet = new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: urlOf("map.css") });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

/**
 * Draws the world into `element` and resolves once it can be painted. `element.dataset.ready` is "true" once what was
 * painted last is drawn, `element.dataset.view` is "countries" or "cells".
 *
 * @param {HTMLElement} element positioned, and with a size of its own
 * @param {string} title what a screen reader calls the map
 * @returns the handle. Rejects with an error whose `name` is "webgl" where the browser gives no WebGL 2, and "outlines" where
 *   the outlines do not come.
 */
export async function open(element, title) {
  await styleSheet;
  let theme = readTheme();
  const map = start(element, title, theme);
  const size = () => sizeOf(element);

  /** @type {Map<string, CountryState>} */
  let painted = new Map();
  /** @type {string | null} */
  let hovered = null;
  let isAtHome = true;
  let isGlobe = false;
  let areCellsForced = false;
  /** @type {ReturnType<typeof draw> | null} */
  let drawing = null;
  const listeners = {
    /** @type {(code: string) => void} */
    select: () => {},
    /** @type {(code: string | null, x: number, y: number) => void} */
    hover: () => {},
    /** @type {(features: number[]) => void} */
    features: () => {},
    /** @type {(areCells: boolean) => void} */
    view: () => {},
  };

  /** @type {(code: string, change: CountryState) => void} */
  const setState = (code, change) => map.setFeatureState({ source: WORLD, id: code }, change);
  /** @type {(point: Point) => string | null} */
  const countryAt = ({ x, y }) => {
    // Dots are small: a finger's error around them still counts. They win over the country that they are in.
    const dot = map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers: ["dots"] })[0];
    return (dot ?? map.queryRenderedFeatures([x, y], { layers: ["land", "counts"] })[0])?.properties.code ?? null;
  };
  /** @type {(code: string | null, point?: Point) => void} */
  const hover = (code, point) => {
    if (code !== hovered) {
      if (hovered) setState(hovered, { hovered: false });
      if (code) setState(code, { hovered: true });
      hovered = code;
    }
    listeners.hover(code, point?.x ?? 0, point?.y ?? 0);
  };
  /** @returns {{ center: LngLatLike, zoom: number }} */
  const home = () =>
    isGlobe ? { center: [0, 20], zoom: Math.log2((0.9 * Math.PI * Math.min(...size())) / WORLD_WIDTH) } : fitted(size());
  /** The sea goes on where a flat map ends; around a globe there is none. */
  const paintSurroundings = () => {
    element.style.backgroundColor = isGlobe ? theme.paper : theme.sea;
  };
  const areCellsShown = () => element.dataset.view === "cells";

  map.on("mousemove", ({ point }) => {
    const country = areCellsShown() ? null : countryAt(point);
    const isTarget = areCellsShown() ? drawn.isOver(point) : country;
    map.getCanvas().style.cursor = isTarget ? "pointer" : "";
    hover(country, point);
  });
  map.on("mouseout", () => hover(null));
  map.on("click", async ({ point }) => {
    if (areCellsShown()) {
      listeners.features(await drawn.at(point));
      return;
    }
    const code = countryAt(point);
    if (code) listeners.select(code);
  });
  map.on("movestart", (event) => {
    delete element.dataset.ready;
    if (event.originalEvent) isAtHome = false;
  });
  map.on("resize", () => {
    if (isAtHome) map.jumpTo(home());
  });
  map.on("idle", () => {
    element.dataset.ready = "true";
  });

  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.on("error", (event) => "sourceId" in event && event.sourceId === WORLD && reject(named("outlines", event.error.message)));
  }).catch((error) => {
    map.remove();
    throw error;
  });
  const drawn = cells(map);
  addDonuts(map, () => theme);
  addContext(map);
  map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");

  const updateView = () => {
    const view = areCellsForced || map.getZoom() >= CELLS_ZOOM ? "cells" : "countries";
    if (view === element.dataset.view) return;
    element.dataset.view = view;
    drawn.show(areCellsShown());
    for (const id of ["counts", "dots"]) map.setLayoutProperty(id, "visibility", areCellsShown() ? "none" : "visible");
    if (areCellsShown()) hover(null);
    listeners.view(areCellsShown());
  };
  map.on("zoomend", updateView);
  const repaint = () => {
    delete element.dataset.ready;
    map.triggerRepaint();
  };

  return {
    /**
     * Colours the countries; where some are chosen, the others fade. Only what changed since the last time is touched; the
     * outlines stay where they are.
     *
     * @param {string[]} codes ISO 3166-1 alpha-2
     * @param {Uint8Array} classes of the counts of these countries, from 1; 0 without a count
     * @param {string[]} chosen the codes of those that are outlined
     */
    paintCountries(codes, classes, chosen) {
      const next = new Map(
        codes.map((code, i) => {
          const isChosen = chosen.includes(code);
          return [code, { class: classes[i], chosen: isChosen, faded: chosen.length > 0 && !isChosen }];
        }),
      );
      for (const code of new Set([...painted.keys(), ...next.keys()])) {
        const [before, after] = [painted.get(code), next.get(code)];
        if (before?.class !== after?.class || before?.chosen !== after?.chosen || before?.faded !== after?.faded) {
          setState(code, { class: after?.class ?? 0, chosen: after?.chosen ?? false, faded: after?.faded ?? false });
        }
      }
      painted = next;
      repaint();
    },
    /**
     * Draws cells that have a position of their own. This and the next two take columns of `engine::MapFeatures` that are
     * views of the page's memory: they are copied, as they are gone after the call.
     *
     * @param {Float32Array} lon
     * @param {Float32Array} lat
     * @param {Uint32Array} sims
     * @param {Uint8Array} radio
     */
    drawCells(lon, lat, sims, radio) {
      drawn.draw("cells", { lon: lon.slice(), lat: lat.slice(), sims: sims.slice(), radio: radio.slice() });
      repaint();
    },
    /**
     * Draws areas and countries.
     *
     * @param {number} first the index of the first of them among all features
     * @param {Float32Array} lon
     * @param {Float32Array} lat
     * @param {Uint32Array} sims
     * @param {Uint32Array} cells
     * @param {Uint32Array} range in metres
     * @param {Uint8Array} precision
     */
    drawAreas(first, lon, lat, sims, cells, range, precision) {
      drawn.draw("vague", {
        first,
        lon: lon.slice(),
        lat: lat.slice(),
        sims: sims.slice(),
        cells: cells.slice(),
        range: range.slice(),
        precision: precision.slice(),
      });
      repaint();
    },
    /**
     * Draws movements.
     *
     * @param {Float32Array} endpoints four numbers each: longitude and latitude of both ends
     * @param {Uint32Array} sims
     * @param {Uint8Array} impossible
     */
    drawMovements(endpoints, sims, impossible) {
      drawn.draw("ways", { endpoints: endpoints.slice(), sims: sims.slice(), impossible: impossible.slice() });
      repaint();
    },
    /**
     * Shows where the regions of the query are.
     *
     * @param {Float64Array[]} rings longitude and latitude of each corner
     * @param {Float64Array} circles longitude and latitude of the centre, and the radius in metres, of each
     */
    drawRegions(rings, circles) {
      geojson(map, "shape").setData({ type: "FeatureCollection", features: regionFeatures(rings, circles) });
      repaint();
    },
    /**
     * Draws the cells however far away, or from some zoom on alone.
     *
     * @param {boolean} on
     */
    forceCells(on) {
      areCellsForced = on;
      updateView();
    },
    /**
     * Lets the reader draw a shape; see draw.js. A drawing that is under way ends.
     *
     * @param {ShapeKind} kind
     */
    drawShape(kind) {
      drawing?.cancel();
      drawing = draw(map, kind);
      return drawing.corners;
    },
    /** Ends a drawing that is under way. */
    cancelShape() {
      drawing?.cancel();
      drawing = null;
    },
    /**
     * Draws a globe, or a flat map.
     *
     * @param {boolean} on
     */
    setGlobe(on) {
      isGlobe = on;
      paintSurroundings();
      map.setTransformConstrain(on ? null : constrain(size));
      map.setProjection({ type: on ? "globe" : "mercator" });
      if (isAtHome) map.jumpTo(home());
    },
    /**
     * Shows a part of the world.
     *
     * @param {number} west
     * @param {number} south
     * @param {number} east
     * @param {number} north
     * @param {number} maxZoom
     */
    showBounds(west, south, east, north, maxZoom) {
      isAtHome = false;
      const [width, height] = size();
      const [x, y] = [Math.min(PADDING.left, width / 4), Math.min(PADDING.top, height / 4)];
      const padding = { top: y, right: x, bottom: y, left: x };
      map.fitBounds([[west, south], [east, north]], { padding, maxZoom, duration: DURATION });
    },
    /**
     * Makes a PNG of it; see image.js. The legend has an entry at each index of three columns.
     *
     * @param {string[]} head
     * @param {string[]} colours names of colours of the style sheet
     * @param {Uint8Array} rings 1 where the entry is a ring
     * @param {string[]} texts
     * @param {string} foot
     */
    renderImage(head, colours, rings, texts, foot) {
      const legend = texts.map((text, i) => ({ colour: readColour(colours[i]), hollow: rings[i] === 1, text }));
      return image(map, { head, legend, foot }, theme);
    },
    /**
     * Lays a street map of the reader's own under the cells; resolves with who made it.
     *
     * @param {File} file
     */
    async loadStreets(file) {
      const { addStreets } = await import("./tiles.js");
      return addStreets(map, file, theme);
    },
    /**
     * Calls the listener with the code of a country that is clicked.
     *
     * @param {(code: string) => void} listener
     */
    onSelect(listener) {
      listeners.select = listener;
    },
    /**
     * Calls the listener while the pointer moves, with its place in the map; the code is null off every country.
     *
     * @param {(code: string | null, x: number, y: number) => void} listener
     */
    onHover(listener) {
      listeners.hover = listener;
    },
    /**
     * Calls the listener with the indexes of the features that are clicked; with none for a click beside them.
     *
     * @param {(features: number[]) => void} listener
     */
    onFeatures(listener) {
      listeners.features = listener;
    },
    /**
     * Calls the listener with whether cells are drawn, at once and whenever that changes.
     *
     * @param {(areCells: boolean) => void} listener
     */
    onView(listener) {
      listeners.view = listener;
      listener(areCellsShown());
      updateView();
    },
    /** Takes the colours that the style sheet has now. */
    updateTheme() {
      theme = readTheme();
      paintSurroundings();
      for (const [layer, property, value] of themed(theme)) map.setPaintProperty(layer, property, value);
      redrawDonuts(map, theme);
      repaint();
    },
    /** Follows a new size of the element at once. It is followed anyway, a moment later. */
    resize: () => map.resize(),
    /** Draws at once: a printer takes what WebGL has drawn last. */
    redraw: () => map.redraw(),
    /**
     * Zooms by a number of steps; each doubles the scale.
     *
     * @param {number} steps
     */
    zoomBy(steps) {
      isAtHome = false;
      map.easeTo({ zoom: map.getZoom() + steps, duration: DURATION });
    },
    /**
     * Returns the latitude and longitude of a city by the name that the map has for it, in any case and without its accents;
     * the largest where several begin so.
     *
     * @param {string} name
     */
    async findPlace(name) {
      const { findCity } = await import("./places.js");
      return findCity(name);
    },
    /** Shows the whole world again. */
    showWorld() {
      isAtHome = true;
      map.easeTo({ ...home(), duration: DURATION });
    },
  };
}

/** @type {(element: HTMLElement, title: string, theme: Theme) => MapLibre} */
function start(element, title, theme) {
  const size = () => sizeOf(element);
  // The sea goes on where the map ends.
  element.style.backgroundColor = theme.sea;
  try {
    const map = new MapLibre({
      container: element,
      style: { version: 8, sources: sources(), layers: layers(theme), transition: { duration: 0, delay: 0 } },
      ...fitted(size()),
      minZoom: -2,
      maxZoom: MAX_ZOOM,
      transformConstrain: constrain(size),
      renderWorldCopies: false,
      attributionControl: false,
      // A click selects: it may not zoom.
      boxZoom: false,
      doubleClickZoom: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: { "Map.Title": title },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    return map;
  } catch (error) {
    element.replaceChildren();
    if (!(error instanceof Error)) throw error;
    if (error.constructor.name !== "GPUInitializationError" && !/webgl/i.test(error.message)) throw error;
    throw named("webgl", error.message);
  }
}

/** @type {(name: string, message: string) => Error} */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}
