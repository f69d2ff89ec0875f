// @ts-check
// Reads a blob for the engine, which computes meanwhile: what the browser reads and unpacks arrives in the thread that asked.
import { unpackGzip } from "./unpack.js";

self.addEventListener("message", async ({ data: { kind, blob, from, to }, ports: [port] }) => {
  if (kind === "gzip") return unpackGzip(blob, port);
  try {
    const bytes = await blob.slice(from, to).arrayBuffer();
    port.postMessage({ bytes }, [bytes]);
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
