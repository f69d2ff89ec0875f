// @ts-check
//! MapLibre's worker, which here reads outlines as TopoJSON and makes features of cells too: the page's thread does neither.

import "./maplibre-gl-worker.mjs";
import { features } from "./features.js";
import feature from "./topojson/feature.js";

/** @import { Feature } from "geojson" */
/** @import { GeometryCollection, Topology } from "topojson-specification" */

/** @typedef {[name: string, lon: number, lat: number, rank: number]} City */

/** @param {Feature[]} all */
const collection = (all) => ({ data: { type: "FeatureCollection", features: all } });

// MapLibre's worker puts addProtocol there; importScriptInWorkers would need blob: in the page's policy.
self.addProtocol("outlines", async ({ url }) => {
  /** @type {Topology<Partial<Record<"countries" | "dots" | "lines", GeometryCollection>>>} */
  const topology = await read(url.slice("outlines://".length));
  const { countries, dots, lines } = topology.objects;
  const outlined = new Set(countries?.geometries.map(({ id }) => id));
  const all = [countries, dots, lines].flatMap((object) => (object ? feature(topology, object).features : []));
  return collection(
    all.map(({ id, geometry }) => ({
      type: "Feature",
      // Outlines of no country have no code.
      properties: id ? { code: id, outlined: outlined.has(id) } : {},
      geometry,
    })),
  );
});

self.addProtocol("cities", async ({ url }) => {
  /** @type {City[]} */
  const cities = await read(url.slice("cities://".length));
  return collection(
    cities.map(([name, lon, lat, rank]) => ({ type: "Feature", properties: { name, rank }, geometry: { type: "Point", coordinates: [lon, lat] } })),
  );
});

// The page gives the columns of cells over a channel whose name it has made up (cells.js).
self.addProtocol("cells", ({ url }) => {
  const [name, source] = url.slice("cells://".length).split("/");
  const channel = new BroadcastChannel(name);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data.have !== source) return;
      channel.close();
      const collect = features[/** @type {keyof typeof features} */ (source)];
      resolve(collection(collect(data.columns)));
    };
    channel.postMessage({ want: source });
  });
});

/** @param {string} name */
async function read(name) {
  const file = new URL(name, import.meta.url);
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json();
}
