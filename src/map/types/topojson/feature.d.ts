// The build copies this module of the library below the map's own modules.
export { feature as default } from "topojson-client";
