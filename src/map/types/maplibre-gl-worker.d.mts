// The build copies the library's worker beside the map's own modules. It exports nothing.
export {};
