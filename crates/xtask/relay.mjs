// Relays calls of the page to Soracom's API through the page's own origin: it forwards only the calls that the page
// makes, and logs nothing.
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
// The relay forwards only the calls that the page makes, with only the headers that they need.
const CALLS = /^(POST \/auth|POST \/auth\/logout|GET \/(subscribers|sims)(\?.*)?|GET \/subscribers\/[0-9]+\/events\/sessions(\?.*)?|POST \/cell_locations)$/;
const REQUEST_HEADERS = ["content-type", "content-length", "x-soracom-api-key", "x-soracom-token", "x-soracom-lang"];
const RESPONSE_HEADERS = ["content-type", "content-length", "x-soracom-next-key", "link", "retry-after"];
const isForwarded = (name) => RESPONSE_HEADERS.includes(name) || name.startsWith("x-soracom-ratelimit-");
const pick = (headers, isIncluded) => Object.fromEntries(Object.entries(headers).filter(([name]) => isIncluded(name)));

http
  .createServer((request, response) => {
    const [, coverage, path] = /^\/relay\/(g|jp)(\/.*)$/.exec(request.url) ?? [];
    if (!path || !CALLS.test(`${request.method} ${path}`)) {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"code":"RELAY","message":"The relay passes no such call."}');
      return;
    }
    const url = upstream[coverage] + path;
    const options = { method: request.method, headers: pick(request.headers, (name) => REQUEST_HEADERS.includes(name)) };
    const upstreamRequest = (url.startsWith("https:") ? https : http).request(url, options, (upstreamResponse) => {
      response.writeHead(upstreamResponse.statusCode, { ...pick(upstreamResponse.headers, isForwarded), "cache-control": "no-store" });
      // A response that is cut off upstream is cut off here too.
      upstreamResponse.on("aborted", () => response.destroy());
      upstreamResponse.pipe(response);
    });
    upstreamRequest.on("error", () => {
      if (response.headersSent) return response.destroy();
      response.writeHead(502, { "content-type": "application/json" });
      response.end('{"code":"RELAY","message":"The relay does not reach the API."}');
    });
    response.on("close", () => upstreamRequest.destroy());
    request.pipe(upstreamRequest);
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
