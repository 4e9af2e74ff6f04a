// Packs the editor of the query page into one file, and the licences of all that is in it into another beside it.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const folder = "server/diplomatica/web/static/vendor";
const { metafile } = await build({
  entryPoints: ["server/editor/editor.js"],
  outfile: `${folder}/editor.js`,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "none",
  metafile: true,
});
const packed = Object.keys(metafile.inputs).map((file) => file.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
const licences = [...new Set(packed)].filter(Boolean).sort().map(async (place) => {
  const { name, version } = JSON.parse(await readFile(`${place}/package.json`, "utf8"));
  return `${name} ${version}\n\n${await readFile(`${place}/LICENSE`, "utf8")}`;
});
await writeFile(`${folder}/LICENSES.txt`, (await Promise.all(licences)).join("\n\n"));
