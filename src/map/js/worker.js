//! MapLibre's worker, which here reads outlines as TopoJSON and makes features of cells too: the page's thread does neither.

import "./maplibre-gl-worker.mjs";
import { features } from "./features.js";
import feature from "./topojson/feature.js";

// MapLibre's worker puts addProtocol there; importScriptInWorkers would need blob: in the page's policy.
self.addProtocol("outlines", async ({ url }) => {
  const file = url.slice("outlines://".length);
  const topology = await read(file);
  const { countries, dots, lines } = topology.objects;
  const outlined = new Set(countries?.geometries.map(({ id }) => id));
  const all = [countries, dots, lines].filter(Boolean).flatMap((object) =>
    feature(topology, object).features.map(({ id, geometry }) => ({
      type: "Feature",
      // Outlines of no country have no code.
      properties: id ? { code: id, outlined: outlined.has(id) } : {},
      geometry,
    })),
  );
  return { data: { type: "FeatureCollection", features: all } };
});

self.addProtocol("cities", async ({ url }) => {
  const cities = await read(url.slice("cities://".length));
  return { data: { type: "FeatureCollection", features: cities.map(city) } };
});

// The columns of cells are asked of the page, over a channel whose name the page has made up.
self.addProtocol("cells", ({ url }) => {
  const [name, what] = url.slice("cells://".length).split("/");
  const channel = new BroadcastChannel(name);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data.have !== what) return;
      channel.close();
      resolve({ data: { type: "FeatureCollection", features: features[what](data.columns) } });
    };
    channel.postMessage({ want: what });
  });
});

async function read(name) {
  const file = new URL(name, import.meta.url);
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.json();
}

function city([name, lon, lat, rank]) {
  return { type: "Feature", properties: { name, rank }, geometry: { type: "Point", coordinates: [lon, lat] } };
}
