// @ts-check
// Unpacks a gzip file of one or several members (RFC 1952, 2.2), as `cat a.json.gz b.json.gz` makes one.
//
// The browser's unpacker takes one member and refuses what comes after it. So it is fed up to each place where another one
// may begin; one begins where the four bytes before are the number of bytes that came out (RFC 1952, 2.3.1).

/** Bytes of the unpacked text that are sent at once. */
const CHUNK_BYTES = 8 << 20;
/** Packed bytes that are handed to the browser at once: what comes out of them is all in memory. */
const SLICE_BYTES = 64 << 10;
/** Bytes that tell whether a member begins. */
const HEADER_BYTES = 4;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @type {(first: Bytes, second: Bytes) => Bytes} */
const join = (first, second) => {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
};

/**
 * Returns the next place where a member may begin, or -1: two magic bytes, the only method there is, and flags without the
 * upper three bits.
 *
 * @type {(bytes: Bytes, from: number) => number}
 */
const findMember = (bytes, from) => {
  let at = bytes.indexOf(0x1f, from);
  while (at >= 0 && !(bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && bytes[at + 3] < 0x20)) {
    at = bytes.indexOf(0x1f, at + 1);
  }
  return at;
};

/**
 * Begins to unpack one member. What comes out of it is appended to `chunks`.
 *
 * @param {Bytes[]} chunks
 */
const openMember = (chunks) => {
  const { writable, readable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const member = { writer, size: 0, drained: Promise.resolve(), close: () => Promise.all([writer.close(), member.drained]) };
  const drain = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      member.size += value.byteLength;
      chunks.push(value);
    }
  };
  member.drained = drain();
  // Whoever writes or closes hears of a failure.
  for (const promise of [member.drained, writer.closed]) promise.catch(() => {});
  return member;
};

/**
 * Unpacks a blob; each step may append some of the text to `chunks`, and yields how many packed bytes it took.
 *
 * @param {Blob} blob
 * @param {Bytes[]} chunks
 */
async function* unpackMembers(blob, chunks) {
  const packed = blob.stream().getReader();
  let member = openMember(chunks);
  let last = new Uint8Array(0);
  /** @param {Bytes} bytes */
  async function* feed(bytes) {
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const slice = bytes.subarray(from, from + SLICE_BYTES);
      await Promise.race([member.writer.write(slice), member.drained.then(() => {})]);
      last = join(last, slice).slice(-4);
      yield slice.length;
    }
  }
  // What was written is read before the next task.
  const hasEnded = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    return last.length === 4 && new DataView(last.buffer).getUint32(0, true) === member.size % 2 ** 32;
  };
  try {
    let rest = new Uint8Array(0);
    for (let isFirst = true, isMore = true; isMore; isFirst = false) {
      const { value, done } = await packed.read();
      isMore = !done;
      const bytes = done ? rest : join(rest, value);
      let from = 0;
      for (let at = findMember(bytes, isFirst ? 1 : 0); at >= 0; at = findMember(bytes, at + 1)) {
        yield* feed(bytes.subarray(from, at));
        from = at;
        if (await hasEnded()) {
          await member.close();
          member = openMember(chunks);
        }
      }
      // What may be the beginning of a member waits for the bytes that tell.
      const begin = bytes.indexOf(0x1f, Math.max(from + 1, bytes.length - HEADER_BYTES + 1));
      const to = done || begin < 0 ? bytes.length : begin;
      yield* feed(bytes.subarray(from, to));
      rest = bytes.slice(to);
    }
    await member.close();
  } finally {
    packed.cancel().catch(() => {});
    member.writer.abort().catch(() => {});
  }
}

/**
 * Unpacks a gzip file. Each message on the port asks for a chunk; the answer says whether it is the last, or all that could
 * be unpacked, and how much of the file has been read.
 *
 * @param {Blob} blob
 * @param {MessagePort} port
 */
export const unpackGzip = (blob, port) => {
  /** @type {Bytes[]} */
  const chunks = [];
  const steps = unpackMembers(blob, chunks);
  const size = () => chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  let bytesRead = 0;
  const readChunk = async () => {
    let status = "more";
    try {
      while (status === "more" && size() < CHUNK_BYTES) {
        const { value, done } = await steps.next();
        if (done) status = "last";
        else bytesRead += value;
      }
    } catch {
      status = "damaged";
    }
    const bytes = new Uint8Array(size());
    let at = 0;
    for (const chunk of chunks.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    port.postMessage({ bytes: bytes.buffer, status, bytesRead }, [bytes.buffer]);
  };
  let previous = Promise.resolve();
  port.onmessage = ({ data }) => {
    if (data === "stop") steps.return().catch(() => {});
    else previous = previous.then(readChunk);
  };
};
