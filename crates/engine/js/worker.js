// @ts-check
// Starts the engine's wasm in a module worker.
// The queue of messages opens before the wasm is ready: keep what comes early and hand it over in order.
import init from "./engine.js";
import { unpackGzip } from "./unpack.js";

// Where workers may not have workers, the engine unpacks by itself.
self.unpackGzip = unpackGzip;

/** @type {MessageEvent[]} */
const early = [];
/** @param {MessageEvent} event */
const keep = (event) => early.push(event);
self.addEventListener("message", keep);
await init();
self.removeEventListener("message", keep);
for (const { data, ports } of early) self.dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
