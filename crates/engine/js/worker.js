// @ts-check
// Runs the page's wasm in a module worker, where it is the engine. Whoever starts the worker sends it first, compiled.
// The queue of messages opens before the wasm is ready: keep what comes early and hand it over in order.
import init from "./simscope.js";
import { unpackGzip } from "./unpack.js";

// Where workers may not have workers, the engine unpacks by itself.
self.unpackGzip = unpackGzip;

/** @type {Promise<typeof import("./exporter.js")> | undefined} */
let exporter;
const loadExporter = async () => {
  const module = await import("./exporter.js");
  await module.default();
  return module;
};
// What few need is a wasm of its own. Where it did not come, the next one who needs it tries again.
self.loadExporter = () => (exporter ??= loadExporter().catch((error) => ((exporter = undefined), Promise.reject(error))));

/** @type {MessageEvent[]} */
const early = [];
/** @type {(compiled: WebAssembly.Module) => void} */
let take;
/** @type {Promise<WebAssembly.Module>} */
const module = new Promise((resolve) => (take = resolve));
/** @param {MessageEvent} event */
const keep = (event) => (event.data instanceof WebAssembly.Module ? take(event.data) : early.push(event));
self.addEventListener("message", keep);
await init({ module_or_path: await module });
self.removeEventListener("message", keep);
for (const { data, ports } of early) self.dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
