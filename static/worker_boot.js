// Starts the engine inside the worker. The page sends nothing before the engine has said that it is there.

const build = new URL(import.meta.url).search;
const { default: init } = await import(`./worker.js${build}`);
await init({ module_or_path: new URL(`./worker_bg.wasm${build}`, import.meta.url) });
