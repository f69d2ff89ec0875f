// The build names the page's script here, which wasm-bindgen writes.
/** Runs the page's wasm, which in a worker is the engine. */
export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
