// A relay to Soracom's API for the page of its own origin: passes the calls that the page makes, and logs nothing.
//
//   node relay.mjs PORT [PID]     listens on localhost; ends with the process PID
//
// /relay/g/… and /relay/jp/… become https://g.api.soracom.io/v1/… and https://api.soracom.io/v1/…
import http from "node:http";
import https from "node:https";

const [port, parent] = process.argv.slice(2).map(Number);
const upstream = {
  g: process.env.SIMSCOPE_UPSTREAM_G ?? "https://g.api.soracom.io/v1",
  jp: process.env.SIMSCOPE_UPSTREAM_JP ?? "https://api.soracom.io/v1",
};
// The calls that the page makes, and no other; the headers that they need, and no other.
const CALLS = /^(POST \/auth|POST \/auth\/logout|GET \/(subscribers|sims)(\?.*)?|GET \/subscribers\/[0-9]+\/events\/sessions(\?.*)?|POST \/cell_locations)$/;
const ASKED = ["content-type", "content-length", "x-soracom-api-key", "x-soracom-token", "x-soracom-lang"];
const ANSWERED = ["content-type", "content-length", "x-soracom-next-key", "link", "retry-after"];
const passes = (name) => ANSWERED.includes(name) || name.startsWith("x-soracom-ratelimit-");
const pick = (headers, wanted) => Object.fromEntries(Object.entries(headers).filter(([name]) => wanted(name)));

http
  .createServer((asked, answer) => {
    const [, coverage, path] = /^\/relay\/(g|jp)(\/.*)$/.exec(asked.url) ?? [];
    if (!path || !CALLS.test(`${asked.method} ${path}`)) {
      answer.writeHead(404, { "content-type": "application/json" });
      answer.end('{"code":"RELAY","message":"The relay passes no such call."}');
      return;
    }
    const url = upstream[coverage] + path;
    const options = { method: asked.method, headers: pick(asked.headers, (name) => ASKED.includes(name)) };
    const relayed = (url.startsWith("https:") ? https : http).request(url, options, (response) => {
      answer.writeHead(response.statusCode, { ...pick(response.headers, passes), "cache-control": "no-store" });
      // What is cut off there is cut off here too.
      response.on("aborted", () => answer.destroy());
      response.pipe(answer);
    });
    relayed.on("error", () => {
      if (answer.headersSent) return answer.destroy();
      answer.writeHead(502, { "content-type": "application/json" });
      answer.end('{"code":"RELAY","message":"The relay does not reach the API."}');
    });
    answer.on("close", () => relayed.destroy());
    asked.pipe(relayed);
  })
  .listen(port, "127.0.0.1");

if (parent) {
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit();
    }
  }, 1000);
}
