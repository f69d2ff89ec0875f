// Reads a blob for the engine, which computes meanwhile: what the browser reads and unpacks arrives in the thread that asked.

// Bytes of a piece of an unpacked text.
const PIECE = 8 << 20;

// Unpacks a gzip file. Each message on the port asks for a piece; the answer says whether it is the last, or all that could
// be unpacked, and how much of the file has been read.
const unpack = (blob, port) => {
  let fed = 0;
  let last = Promise.resolve();
  const count = new TransformStream({
    transform(chunk, controller) {
      fed += chunk.byteLength;
      controller.enqueue(chunk);
    },
  });
  const reader = blob.stream().pipeThrough(count).pipeThrough(new DecompressionStream("gzip")).getReader();
  const next = async () => {
    const chunks = [];
    let length = 0;
    let state = "more";
    try {
      while (state === "more" && length < PIECE) {
        const { value, done } = await reader.read();
        if (done) state = "last";
        else length += chunks[chunks.push(value) - 1].byteLength;
      }
    } catch {
      state = "damaged";
    }
    const piece = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      piece.set(chunk, at);
      at += chunk.byteLength;
    }
    port.postMessage([piece.buffer, state, fed], [piece.buffer]);
  };
  port.onmessage = ({ data }) => {
    if (data === "stop") reader.cancel().catch(() => {});
    else last = last.then(next);
  };
};

self.addEventListener("message", async ({ data: [blob, from, to], ports: [port] }) => {
  if (from === "gzip") return unpack(blob, port);
  try {
    const bytes = await blob.slice(from, to).arrayBuffer();
    port.postMessage(bytes, [bytes]);
  } catch (error) {
    port.postMessage(error.message);
  }
});
