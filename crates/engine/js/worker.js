// @ts-check
// Runs the page's wasm in a module worker, where it is the engine. Whoever starts the worker sends it first, compiled.
// The queue of messages opens before the wasm is ready: keep what comes early and hand it over in order.
import init from "./simscope.js";
import { unpackGzip } from "./unpack.js";

// Where workers may not have workers, the engine unpacks by itself.
self.unpackGzip = unpackGzip;

/**
 * What few need is a wasm of its own, loaded once. Where it did not come, the next one who needs it tries again.
 * @template {{ default: () => Promise<unknown> }} T
 * @param {() => Promise<T>} load
 */
const loadOnce = (load) => {
  /** @type {Promise<T> | undefined} */
  let loaded;
  const start = async () => {
    const module = await load();
    await module.default();
    return module;
  };
  return () => (loaded ??= start().catch((error) => ((loaded = undefined), Promise.reject(error))));
};
self.loadExporter = loadOnce(() => import("./exporter.js"));
self.loadParquetWriter = loadOnce(() => import("./parquet_writer.js"));

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
