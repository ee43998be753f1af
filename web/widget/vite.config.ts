// Two builds, since the loader must be one classic script with a lasting name
// and the frame is modules with hashed names: `vite build` and then
// `vite build --mode loader`. No preset: React's plugin and Preact's cannot
// share one package.json, and the compiler needs only the import source.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: here("."),
  base: "/widget/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../dist/widget"),
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    ...(mode === "loader" ? loader() : frame()),
  },
}));

function frame() {
  return { emptyOutDir: true, rolldownOptions: { input: [here("frame.html"), here("try.html")] } };
}

function loader() {
  return {
    emptyOutDir: false,
    lib: { entry: here("loader/main.ts"), formats: ["iife" as const], name: "anlanLoader", fileName: () => "widget.js" },
  };
}
