// Starts the page's program: what has to happen before there is any wasm. Decides nothing else.

const program = document.querySelector('meta[name="program"]')?.content ?? "app";
const build = document.querySelector('meta[name="build"]')?.content ?? "";
const at = (file) => new URL(`${file}?v=${build}`, document.baseURI).href;

const say = (text) => {
  const line = document.getElementById("boot-text");
  if (line) line.textContent = text;
  document.getElementById("boot-progress")?.remove();
};

// The page's only trusted type: the addresses of its own workers. A string is what the policy would refuse.
const own = globalThis.trustedTypes?.createPolicy("wirelens", { createScriptURL: (file) => at(file) });
const startWorker = (file) => new Worker(own ? own.createScriptURL(file) : at(file), { type: "module" });
globalThis.wirelensWorker = () => startWorker("worker_boot.js");
globalThis.wirelensSqueeze = () => startWorker("squeeze_boot.js");

// Lessons are files of this build. Those that the address needs are asked for beside the program, not behind it.
const content = (file) => fetch(at(`learn/${file}`));
const lesson = /^#\/learn(?:\/(?!(?:review|progress|search)$)([a-z0-9-]+))?/.exec(location.hash);
const early = new Map();
for (const name of lesson ? ["index", lesson[1]] : []) {
  if (!name) continue;
  const response = content(`${name}.bin`);
  // Whoever takes it hears of a failure.
  response.catch(() => {});
  early.set(`${name}.bin`, response);
}
globalThis.wirelensContent = (file) => {
  const response = early.get(file) ?? content(file);
  early.delete(file);
  return response;
};
globalThis.wirelensSearch = async (docs) => (await import(at("search.js"))).open(docs);

// The same response, and a bar that fills while it arrives.
const watched = (response) => {
  const bar = document.getElementById("boot-progress");
  const total = Number(response.headers.get("content-length"));
  if (!response.body || !total || response.headers.get("content-encoding")) {
    bar?.removeAttribute("value");
    return response;
  }
  let seen = 0;
  const count = new TransformStream({
    transform(chunk, out) {
      seen += chunk.byteLength;
      if (bar) bar.value = seen / total;
      out.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: { "content-type": "application/wasm" } });
};

const start = async () => {
  if (typeof WebAssembly !== "object") {
    say("This browser has no WebAssembly, which Wirelens is made of. Any current Firefox, Chrome, Edge or Safari has it; some have it switched off in a strict security mode.");
    return;
  }
  try {
    const [glue, response] = await Promise.all([import(at(`${program}.js`)), fetch(at(`${program}_bg.wasm`))]);
    if (!response.ok) throw new Error(`${program}_bg.wasm: ${response.status}`);
    await glue.default({ module_or_path: watched(response) });
  } catch (error) {
    say("The page could not be loaded. Check the connection and reload the page.");
    throw error;
  }
};

start();
