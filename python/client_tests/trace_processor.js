// Perfetto's trace_processor, as its user interface ships it (WebAssembly in a worker), run in Node.
//
//     node trace_processor.js FOLDER < requests > replies
//
// FOLDER holds engine_bundle.js and the .wasm files. Requests and replies are bytes of the message
// TraceProcessorRpcStream (perfetto: protos/perfetto/trace_processor/trace_processor.proto).
const fs = require("fs");
const path = require("path");

const node = process;
const folder = node.argv[2];
const requests = fs.readFileSync(0);

// What the bundle looks for to find itself in a worker of a browser, and not in Node.
delete globalThis.process;
globalThis.self = globalThis;
globalThis.WorkerGlobalScope = class {};
globalThis.location = { href: "file:///engine_bundle.js", protocol: "file:", host: "" };
globalThis.fetch = undefined;
globalThis.XMLHttpRequest = class {
  open(_method, name) {
    this.name = path.basename(name);
  }
  send() {
    const bytes = fs.readFileSync(path.join(folder, this.name));
    this.status = 200;
    this.response = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    if (this.onload) this.onload();
  }
};

const replies = [];
const port = { postMessage: (reply) => replies.push(Buffer.from(reply)) };
console.error = () => {};
console.log = () => {};
(0, eval)(fs.readFileSync(path.join(folder, "engine_bundle.js"), "utf8"));
self.onmessage({ data: port });

// The module starts in promises; a turn of the event loop later they are done.
function feed() {
  try {
    port.onmessage({ data: new Uint8Array(requests) });
  } catch (error) {
    fs.writeSync(2, `${error.stack}\n`);
    node.exit(1);
  }
  const all = Buffer.concat(replies);
  for (let at = 0; at < all.length; ) at += fs.writeSync(1, all, at);
  node.exit(0);
}
setTimeout(feed, 500);
