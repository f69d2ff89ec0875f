// The build lays what wasm-bindgen makes of the engine beside its JavaScript.
/** Starts the engine. */
export default function init(): Promise<unknown>;
