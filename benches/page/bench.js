// What is measured in a page of its own: the floor, plain JavaScript, serde_json and simscope's reader in one wasm, the
// desk's answers, and crossfilter2. Each function gives a list of numbers; `run` is what the driver calls.
import init, { Bench, extract, typed } from "./benches.js";

const PIECE = 16 << 20;
const file = () => document.getElementById("file").files[0];
const timed = async (act) => {
  const start = performance.now();
  const got = await act();
  return [performance.now() - start, got];
};

// Reads the file in slices, three under way, and does nothing with them.
const floor = async () => {
  const under = [];
  let at = 0;
  const [ms] = await timed(async () => {
    const ask = () => {
      while (under.length < 3 && at < file().size) under.push(file().slice(at, (at += PIECE)).arrayBuffer());
    };
    for (ask(); under.length; ask()) await under.shift();
  });
  return [ms];
};

// What a page without simscope would do: the whole text, the whole tree, and the same columns.
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

// The whole file with everything from its first byte on: null where the browser cannot.
const plain = async () => {
  try {
    const [ms, sims] = await timed(async () => columns(JSON.parse(await file().text())));
    return [ms, sims];
  } catch (error) {
    return [-1, 0];
  }
};

// From bytes in memory, one thread: [plain, serde_json typed, simscope].
const parsers = async () => {
  const bytes = new Uint8Array(await file().arrayBuffer());
  const best = [Infinity, Infinity, Infinity];
  for (let round = 0; round < 4; round++) {
    const all = [() => columns(JSON.parse(new TextDecoder().decode(bytes))), () => typed(bytes), () => extract(bytes)];
    for (const [i, act] of all.entries()) {
      const [ms, sims] = await timed(act);
      if (sims > 0) best[i] = Math.min(best[i], ms);
    }
  }
  return best;
};

let bench, memory;

// A desk with the whole fleet: SIMs, and the bytes of the wasm's memory when it is there.
const desk = async () => {
  bench = new Bench();
  for (let at = 0; at < file().size; at += PIECE) {
    bench.push(new Uint8Array(await file().slice(at, at + PIECE).arrayBuffer()));
  }
  return [bench.end(), memory.buffer.byteLength];
};

// How long each question takes, the median of some: [[ms, SIMs], ...].
const questions = async (kinds) => {
  const times = kinds.map(() => []);
  const sims = [];
  for (let round = 0; round < 7; round++) {
    for (const [i, query] of kinds.entries()) {
      const [ms, count] = await timed(() => bench.ask(query));
      times[i].push(ms);
      sims[i] = count;
    }
  }
  return times.map((all, i) => [all.sort((a, b) => a - b)[3], sims[i]]);
};

// The same filters one after another, with the counts of all groups after each: [[simscope, crossfilter2], ...]; and the
// bytes that crossfilter2 takes, where the browser tells.
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

let crossfilter;
const beside = async () => {
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
    crossfilter = { all: window.crossfilter(records) };
    for (const name of NAMES) {
      const dimension = crossfilter.all.dimension((record) => record[name]);
      crossfilter[name] = [dimension, dimension.group()];
    }
  });
  const count = () => NAMES.reduce((sum, name) => sum + crossfilter[name][1].all().length, 0);
  const best = STEPS.map(() => [Infinity, Infinity, 0, 0]);
  for (let round = 0; round < 5; round++) {
    for (const [i, [query, name, value]] of STEPS.entries()) {
      const [ours, sims] = await timed(() => bench.ask(query));
      const [theirs] = await timed(() => {
        crossfilter[name][0].filter(value);
        count();
      });
      const step = best[i];
      [step[0], step[1], step[2]] = [Math.min(step[0], ours), Math.min(step[1], theirs), sims];
      step[3] = crossfilter.all.groupAll().value();
    }
  }
  return [build, best];
};

const measures = { floor, plain, parsers, desk, questions, beside };
window.run = (name, ...given) => {
  window.figures = null;
  measures[name](...given).then(
    (got) => (window.figures = got),
    (error) => (window.figures = `failed: ${error}`),
  );
};
memory = (await init()).memory;
window.ready = true;
