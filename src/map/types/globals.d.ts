import type { AddProtocolAction } from "maplibre-gl";

declare global {
  interface Window {
    /** What MapLibre's worker adds to its scope. */
    addProtocol(name: string, action: AddProtocolAction): void;
  }
  /** What the script `pmtiles.js` defines. */
  var pmtiles: typeof import("pmtiles");
}
