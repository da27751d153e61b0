// Starts the compressor inside its worker. The page sends nothing before it has said that it is there.

const build = new URL(import.meta.url).search;
const { default: init } = await import(`./squeeze.js${build}`);
await init({ module_or_path: new URL(`./squeeze_bg.wasm${build}`, import.meta.url) });
