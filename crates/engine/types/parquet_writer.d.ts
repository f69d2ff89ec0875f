// The wasm of the crate `parquet_writer`, which the build lays beside the engine.
export default function init(): Promise<unknown>;
