/** What the engine takes from its worker's scope. */
declare var unpackGzip: (blob: Blob, port: MessagePort) => void;
/** Loads the wasm that writes files that few ask for. */
declare var loadExporter: () => Promise<typeof import("./exporter.js")>;
/** Loads the wasm that writes Parquet. */
declare var loadParquetWriter: () => Promise<typeof import("./parquet_writer.js")>;
