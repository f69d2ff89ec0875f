//! MapLibre's worker, which here reads the outlines of countries as TopoJSON too: the page's thread never sees them.

import "./maplibre-gl-worker.mjs";
import feature from "./topojson/feature.js";

// MapLibre's worker puts addProtocol there; importScriptInWorkers would need blob: in the page's policy.
self.addProtocol("outlines", async ({ url }) => {
  const file = new URL(url.slice("outlines://".length), import.meta.url);
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const topology = await answer.json();
  const { countries, dots } = topology.objects;
  const outlined = new Set(countries.geometries.map(({ id }) => id));
  const features = [countries, dots].flatMap((object) =>
    feature(topology, object).features.map(({ id, geometry }) => ({
      type: "Feature",
      // Outlines of no country have no code.
      properties: id ? { code: id, outlined: outlined.has(id) } : {},
      geometry,
    })),
  );
  return { data: { type: "FeatureCollection", features } };
});
