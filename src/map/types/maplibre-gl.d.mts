// The build copies the library beside the map's own modules.
export * from "maplibre-gl";
