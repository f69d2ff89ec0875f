/** What the engine takes from its worker's scope. */
declare var unpackGzip: (blob: Blob, port: MessagePort) => void;
