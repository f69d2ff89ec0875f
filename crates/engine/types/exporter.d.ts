// The wasm of the crate `exporter`, which the build lays beside the engine.
export default function init(): Promise<unknown>;
