// Two builds, since the loader must be one classic script with a lasting name
// and the frame is modules with hashed names: `vite build` and then
// `vite build --mode loader`. No preset: React's plugin and Preact's cannot
// share one package.json, and the compiler needs only the import source.

import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: here("."),
  base: "/widget/",
  publicDir: false,
  json: { namedExports: false, stringify: true },
  plugins: [usedTokens()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../dist/widget"),
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    ...(mode === "loader" ? loader() : frame()),
  },
}));

/** Leaves out the tokens that only the console wears: a custom property that no
 * var() of any sheet asks for. */
function usedTokens(): Plugin {
  return {
    name: "used-tokens",
    enforce: "post",
    generateBundle(_options, bundle) {
      const sheets = Object.values(bundle).flatMap((file) => (file.type === "asset" && file.fileName.endsWith(".css") ? [file] : []));
      const asked = new Set(sheets.flatMap((sheet) => [...String(sheet.source).matchAll(/var\((--[\w-]+)/g)].map((found) => found[1])));
      for (const sheet of sheets) {
        sheet.source = String(sheet.source).replace(/(--[\w-]+):[^;{}]*(;|(?=\}))/g, (whole, name: string) => (asked.has(name) ? whole : ""));
      }
    },
  };
}

function frame() {
  return { emptyOutDir: true, rolldownOptions: { input: [here("frame.html"), here("try.html")] } };
}

function loader() {
  return {
    emptyOutDir: false,
    lib: { entry: here("loader/main.ts"), formats: ["iife" as const], name: "anlanLoader", fileName: () => "widget.js" },
  };
}
