// Bundles src/editor.js and src/search.js into dist/ and writes the licences of what went in beside them.
// Prints the sizes in three forms; more than the budget fails, so that it is noticed where it is caused.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

// Bytes of brotli. DESIGN.md §4 says about 120 KB for the editor.
const BUDGETS = { "editor.js": 115 * 1024, "search.js": 8 * 1024 };

const here = dirname(fileURLToPath(import.meta.url));

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: Object.keys(BUDGETS).map((name) => `src/${name}`),
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  drop: ["console", "debugger"],
  legalComments: "none",
  metafile: true,
  // CodeMirror writes a <style> element, which the page's policy forbids: see src/style-mod.js.
  alias: { "style-mod": join(here, "src/style-mod.js") },
});

await writeFile(join(here, "dist/editor.LICENSES.txt"), await licences(metafile));

for (const [name, budget] of Object.entries(BUDGETS)) {
  const file = join(here, "dist", name);
  // A second pass by terser, which knows more tricks than esbuild: about 3 KB of brotli less.
  const bundled = await readFile(file, "utf8");
  const { code: shorter } = await minify(bundled, { module: true, ecma: 2020, compress: { passes: 3, pure_getters: true }, format: { comments: false } });
  await writeFile(file, shorter);

  const code = await readFile(file);
  const brotli = brotliCompressSync(code, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: code.length },
  }).length;
  console.log(`${name}: ${code.length} B raw, ${gzipSync(code, { level: 9 }).length} B gzip, ${brotli} B brotli`);
  if (brotli > budget) {
    console.error(`${name} is ${brotli - budget} B over its budget of ${budget} B brotli`);
    process.exitCode = 1;
  }
}

/** The licence text of every package that has a byte in a bundle. */
async function licences({ outputs }) {
  const packages = new Set();
  for (const [path, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (name && bytesInOutput > 0) packages.add(name);
  }
  const parts = [];
  for (const name of [...packages].sort()) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} (${license}) carries no licence file`);
    parts.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return `editor.js and search.js contain these packages.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}
