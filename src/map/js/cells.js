//! The cells of a selection: points in clusters, areas with their spread, countries of which no more is known, and ways.
//
// The page hands columns of numbers over and makes no features of them: the map's worker asks for the columns (worker.js).

import { PARTS } from "./style.js";

const DRAWN = ["cells", "vague", "ways"];
/** What a click finds, what is smallest first. */
const TARGETS = ["points", "clusters", "marks", "somewhere"];
/** A cluster of more cells than these is asked for in part. */
const LEAVES = 20_000;

/** Draws cells on a map whose style has the sources and layers of style.js. */
export function cells(map) {
  // No other tab of this host knows the name.
  const name = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  const channel = new BroadcastChannel(name);
  let columns = null;
  let version = 0;
  channel.onmessage = ({ data }) => {
    if (data.want && columns) channel.postMessage({ have: data.want, columns: columns[data.want] });
  };
  const show = (visible) => {
    for (const id of PARTS) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
  };

  return {
    /** Draws these columns: see `engine::Cells`. */
    set({ lon, lat, sims, cells, metres, radio, kind, ends, wayed, impossible }) {
      // Cells come first, and each is one.
      const exact = kind.indexOf(1) >= 0 ? kind.indexOf(1) : kind.indexOf(2) >= 0 ? kind.indexOf(2) : kind.length;
      columns = {
        cells: { lon: lon.slice(0, exact), lat: lat.slice(0, exact), sims: sims.slice(0, exact), radio: radio.slice(0, exact) },
        vague: {
          at: exact,
          lon: lon.slice(exact),
          lat: lat.slice(exact),
          sims: sims.slice(exact),
          cells: cells.slice(exact),
          metres: metres.slice(exact),
          kind: kind.slice(exact),
        },
        ways: { ends, sims: wayed, impossible },
      };
      version += 1;
      for (const source of DRAWN) map.getSource(source).setData(`cells://${name}/${source}/${version}`);
    },
    show,
    /** West, south, east, north of all that has a place, and how near one may come; of countries where nothing else has. */
    bounds() {
      const { cells, vague } = columns ?? {};
      const areas = vague ? vague.kind.lastIndexOf(1) + 1 : 0;
      const lon = [...(cells?.lon ?? []), ...(vague?.lon.slice(0, areas) ?? [])];
      const lat = [...(cells?.lat ?? []), ...(vague?.lat.slice(0, areas) ?? [])];
      if (lon.length) return { bounds: around(lon, lat), nearest: 14 };
      return vague?.lon.length ? { bounds: around(vague.lon, vague.lat), nearest: 5 } : null;
    },
    /** What stands at a point of the window: the places of features in the columns, and whether they are a cluster. */
    async at({ x, y }) {
      const near = [[x - 4, y - 4], [x + 4, y + 4]];
      const found = map.queryRenderedFeatures(near, { layers: TARGETS });
      const first = TARGETS.map((layer) => found.find((feature) => feature.layer.id === layer)).find(Boolean);
      if (!first) return null;
      if (first.layer.id !== "clusters") return { features: [first.properties.at] };
      const leaves = await map.getSource("cells").getClusterLeaves(first.properties.cluster_id, LEAVES, 0);
      return { features: leaves.map(({ properties }) => properties.at), cluster: true };
    },
    /** Whether something that can be clicked lies at a point. */
    over({ x, y }) {
      return map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: TARGETS }).length > 0;
    },
    close: () => channel.close(),
  };
}

/** The smallest box around points, also where that crosses the date line. */
export function around(lon, lat) {
  const sorted = Float32Array.from(lon).sort();
  // What lies on the other side of the widest gap is the box.
  let [gap, east] = [sorted[0] + 360 - sorted.at(-1), sorted.length - 1];
  for (let i = 1; i < sorted.length; i += 1) {
    if (sorted[i] - sorted[i - 1] > gap) [gap, east] = [sorted[i] - sorted[i - 1], i - 1];
  }
  const west = sorted[(east + 1) % sorted.length];
  const last = sorted[east];
  let [south, north] = [90, -90];
  for (const degrees of lat) [south, north] = [Math.min(south, degrees), Math.max(north, degrees)];
  return [west, south, last < west ? last + 360 : last, north];
}
