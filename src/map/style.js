//! What is drawn, from the sea up: land, borders, outlines of what is pointed at or selected, dots.

const is = (name) => ["boolean", ["feature-state", name], false];
const HAS_DATA = ["to-boolean", ["feature-state", "fill"]];
const IS_LAND = ["!=", ["geometry-type"], "Point"];
const IS_DOT = ["==", ["geometry-type"], "Point"];
// A place with an outline loses its dot where the outline can be seen.
const OUTLINE_IS_SEEN = 6;

/** The layers of a MapLibre style, in the colours of `theme`. */
export function layers(source, theme) {
  const all = [
    { id: "sea", type: "background" },
    { id: "land", type: "fill", source, filter: IS_LAND },
    { id: "borders", type: "line", source, filter: IS_LAND, paint: { "line-width": 0.5 } },
    {
      id: "outlines",
      type: "line",
      source,
      filter: IS_LAND,
      layout: { "line-join": "round" },
      paint: { "line-width": ["case", is("chosen"), 2, is("hovered"), 1.5, 0] },
    },
    {
      id: "dots",
      type: "circle",
      source,
      filter: ["all", IS_DOT, ["any", ["!", ["get", "outlined"]], ["<", ["zoom"], OUTLINE_IS_SEEN]]],
      paint: {
        "circle-radius": ["case", HAS_DATA, 4, is("chosen"), 4, is("hovered"), 4, 1.5],
        "circle-stroke-width": ["case", is("chosen"), 2, is("hovered"), 1.5, HAS_DATA, 0.75, 0],
      },
    },
  ];
  for (const [id, property, value] of themed(theme)) {
    const layer = all.find((layer) => layer.id === id);
    layer.paint = { ...layer.paint, [property]: value };
  }
  return all;
}

/** The colours of a theme as `[layer, property, value]`. */
export function themed({ sea, land, border, hovered, chosen }) {
  const fill = ["to-color", ["feature-state", "fill"], land];
  const outline = ["case", is("chosen"), chosen, hovered];
  return [
    ["sea", "background-color", sea],
    ["land", "fill-color", fill],
    ["borders", "line-color", border],
    ["outlines", "line-color", outline],
    ["dots", "circle-color", fill],
    ["dots", "circle-stroke-color", outline],
  ];
}
