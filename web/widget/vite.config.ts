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
  plugins: [usedTokens(), sheetsOfParts()],
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
 * var() asks for, neither in its own sheet nor in one without tokens, which a part
 * of its page brings later. */
function usedTokens(): Plugin {
  return {
    name: "used-tokens",
    enforce: "post",
    generateBundle(_options, bundle) {
      const sheets = Object.values(bundle).flatMap((file) => (file.type === "asset" && file.fileName.endsWith(".css") ? [{ file, css: String(file.source) }] : []));
      const asked = (css: string) => [...css.matchAll(/var\((--[\w-]+)/g)].map((found) => found[1]);
      const later = sheets.flatMap(({ css }) => (css.startsWith(":root") ? [] : asked(css)));
      for (const { file, css } of sheets) {
        const worn = new Set([...asked(css), ...later]);
        file.source = css.replace(/(--[\w-]+):[^;{}]*(;|(?=\}))/g, (whole, name: string) => (worn.has(name) ? whole : ""));
      }
    },
  };
}

/** What an import() waits for: that the sheets of its part are there. Vite's own
 * way also knows scripts, nonces and other folders, and weighs 2 KB. */
function sheetsOfParts(): Plugin {
  const sheetsFirst = (part: () => Promise<unknown>, sheets: string[] = []) => Promise.all(sheets.map((sheet) => new Promise<unknown>((done) => {
    const href = `/widget/${sheet}`;
    if (document.querySelector(`link[href="${href}"]`)) return done(0);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
  }))).then(part);
  return {
    name: "sheets-of-parts",
    enforce: "pre",
    load: (id) => (id === "\0vite/preload-helper.js" ? `export const __vitePreload = ${sheetsFirst}` : null),
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
