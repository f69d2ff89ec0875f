// Reads slices of a blob for the engine, which computes meanwhile: what the browser reads arrives in the thread that asked.
self.addEventListener("message", async ({ data: [blob, from, to], ports: [port] }) => {
  try {
    const bytes = await blob.slice(from, to).arrayBuffer();
    port.postMessage(bytes, [bytes]);
  } catch (error) {
    port.postMessage(error.message);
  }
});
