// Measurements in a page of their own: the minimum time of reading, plain JavaScript, serde_json and simscope's reader
// in one wasm, the engine's responses, and crossfilter2. Each function returns a list of numbers; the driver calls
// `run`.
import init, { Bench, extract, typed } from "./benches.js";

const CHUNK_BYTES = 16 << 20;
const file = () => document.getElementById("file").files[0];
const timed = async (action) => {
  const start = performance.now();
  const result = await action();
  return [performance.now() - start, result];
};

// Reads the file in slices, three at a time, without using them.
const floor = async () => {
  const pending = [];
  let offset = 0;
  const [ms] = await timed(async () => {
    const request = () => {
      while (pending.length < 3 && offset < file().size) pending.push(file().slice(offset, (offset += CHUNK_BYTES)).arrayBuffer());
    };
    for (request(); pending.length; request()) await pending.shift();
  });
  return [ms];
};

// Does what a page without simscope would do: fills the same columns from the whole tree.
const columns = (all) => {
  const columns = {};
  const put = (name, value) => (columns[name] ??= []).push(value ?? null);
  const keys = ["radioType", "mcc", "mnc", "tac", "lac", "eci", "ci", "sac"];
  const cell = (name, cell) => keys.forEach((key) => put(name + key, cell?.[key]));
  const own = ["imsi", "iccid", "simId", "msisdn", "serialNumber", "status", "subscription", "speedClass", "moduleType", "groupId", "lastModifiedTime"];
  for (const sim of all) {
    for (const key of own) put(key, sim[key]);
    const current = sim.sessionStatus, previous = sim.previousSession;
    put("online", current?.online);
    put("updated", current?.lastUpdatedAt);
    put("imei", current?.imei);
    put("created", previous?.createdTime);
    put("deleted", previous?.deletedTime);
    put("previousImei", previous?.imei);
    cell("current", current?.cell);
    cell("previous", previous?.cell);
    put("text", Object.values(sim.tags ?? {}).join("\n").toLowerCase());
  }
  return all.length;
};

// Reads the whole file from its first byte; `[-1, 0]` if the browser cannot.
const plain = async () => {
  try {
    const [ms, sims] = await timed(async () => columns(JSON.parse(await file().text())));
    return [ms, sims];
  } catch (error) {
    return [-1, 0];
  }
};

// Parses bytes in memory in one thread: [plain, serde_json typed, simscope].
const parsers = async () => {
  const bytes = new Uint8Array(await file().arrayBuffer());
  const best = [Infinity, Infinity, Infinity];
  for (let round = 0; round < 4; round++) {
    const tasks = [() => columns(JSON.parse(new TextDecoder().decode(bytes))), () => typed(bytes), () => extract(bytes)];
    for (const [i, task] of tasks.entries()) {
      const [ms, sims] = await timed(task);
      if (sims > 0) best[i] = Math.min(best[i], ms);
    }
  }
  return best;
};

let bench, memory;

// Loads the whole fleet into the engine, and returns the number of SIMs and the size of the wasm's memory in bytes.
const loadEngine = async () => {
  bench = new Bench();
  for (let offset = 0; offset < file().size; offset += CHUNK_BYTES) {
    bench.push(new Uint8Array(await file().slice(offset, offset + CHUNK_BYTES).arrayBuffer()));
  }
  return [bench.finish(), memory.buffer.byteLength];
};

// Returns how long all findings take, and how many there are. The map has been drawn before.
const findings = async () => {
  bench.draw_map();
  return timed(() => bench.count_findings());
};

// Returns the median time of each query and the number of SIMs that it selects: [[ms, SIMs], ...].
const queries = async (kinds) => {
  const times = kinds.map(() => []);
  const sims = [];
  for (let round = 0; round < 7; round++) {
    for (const [i, query] of kinds.entries()) {
      const [ms, count] = await timed(() => bench.request_view(query));
      times[i].push(ms);
      sims[i] = count;
    }
  }
  return times.map((all, i) => [all.sort((a, b) => a - b)[3], sims[i]]);
};

// Applies the same filters one after another, and counts all groups after each: [[simscope, crossfilter2], ...]. The
// driver measures the memory of crossfilter2 around it.
const NAMES = ["country", "operator", "radio", "session", "status", "plan", "speed", "module", "group", "seen"];
const STEPS = [
  ["country:US", "country", "US"],
  ["country:US session:offline", "session", 2],
  ["country:US session:offline radio:lte", "radio", "lte"],
  ["country:US radio:lte", "session", null],
  ["radio:lte", "country", null],
  ["", "radio", null],
  ["status:active", "status", "active"],
  ["status:active plan:plan-D", "plan", "plan-D"],
  ["plan:plan-D", "status", null],
  ["", "plan", null],
];

let filter;
const crossfilter = async () => {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: "crossfilter.js", onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const data = NAMES.map((name) => [bench.codes(name), bench.names(name)]);
  const length = data[0][0].length;
  const [build] = await timed(() => {
    const records = Array.from({ length }, (_, row) => {
      const record = {};
      data.forEach(([codes, names], i) => (record[NAMES[i]] = names.length ? names[codes[row]] : codes[row]));
      return record;
    });
    filter = { all: window.crossfilter(records) };
    for (const name of NAMES) {
      const dimension = filter.all.dimension((record) => record[name]);
      filter[name] = [dimension, dimension.group()];
    }
  });
  const count = () => NAMES.reduce((sum, name) => sum + filter[name][1].all().length, 0);
  const best = STEPS.map(() => [Infinity, Infinity, 0, 0]);
  for (let round = 0; round < 5; round++) {
    for (const [i, [query, name, value]] of STEPS.entries()) {
      const [ours, sims] = await timed(() => bench.request_view(query));
      const [theirs] = await timed(() => {
        filter[name][0].filter(value);
        count();
      });
      const step = best[i];
      [step[0], step[1], step[2]] = [Math.min(step[0], ours), Math.min(step[1], theirs), sims];
      step[3] = filter.all.groupAll().value();
    }
  }
  return [build, best];
};

const measurements = { floor, plain, parsers, loadEngine, findings, queries, crossfilter };
window.run = (name, ...args) => {
  window.figures = null;
  measurements[name](...args).then(
    (result) => (window.figures = result),
    (error) => (window.figures = `failed: ${error}`),
  );
};
memory = (await init()).memory;
window.ready = true;
