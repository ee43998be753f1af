import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.ANLAN_DEV_SERVER ?? "http://127.0.0.1:8080";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  plugins: [react(), wordsInParts(), deskBudget(320)],
  build: {
    outDir: here("../dist/console"),
    emptyOutDir: true,
    assetsDir: "assets",
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
  },
  server: {
    proxy: { "/v1": { target: server, ws: true } },
  },
  test: {
    environment: "happy-dom",
    include: ["console/src/**/*.test.{ts,tsx}", "tokens/**/*.test.ts"],
    root: here(".."),
  },
});

/** Gives the catalogue of a language in parts (words/parts.json): what the desk says at first, what
 * an open conversation says, and the rest, fetched when somebody goes there. */
function wordsInParts(): Plugin {
  return {
    name: "words-in-parts",
    enforce: "pre",
    load(id) {
      const [file = "", part] = id.split("?");
      if (!file.endsWith(".json") || !part || !["now", "talk", "later"].includes(part)) return undefined;
      const parts = JSON.parse(readFileSync(here("./src/words/parts.json"), "utf8")) as Record<"talk" | "later", string[]>;
      const tree = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
      const partOf = (name: string) => (parts.talk.includes(name) ? "talk" : parts.later.includes(name) ? "later" : "now");
      const some = Object.fromEntries(Object.entries(tree).filter(([name]) => partOf(name) === part));
      return { code: `export default ${JSON.stringify(some)}`, moduleType: "js" };
    },
  };
}

/** Prints what a browser has to fetch before an agent can work, and refuses
 * a build in which somebody made that heavier than the budget. */
function deskBudget(limitKB: number): Plugin {
  return {
    name: "desk-budget",
    apply: "build",
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const needed = new Set<string>();
      const follow = (name: string) => {
        const chunk = chunks.find((each) => each.fileName === name);
        if (!chunk || needed.has(name)) return;
        needed.add(name);
        chunk.imports.forEach(follow);
      };
      for (const chunk of chunks) {
        if (chunk.isEntry || /places\/desk\/index|words\/zh-CN\.json\?now|antdWords/.test(chunk.facadeModuleId ?? "")) follow(chunk.fileName);
      }
      // The styles of other rooms come with those rooms.
      const asked = new Set(chunks.filter((c) => needed.has(c.fileName)).flatMap((c) => [...((c as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [])]));
      const styles = Object.values(bundle).filter((file) => file.type === "asset" && asked.has(file.fileName));
      const weigh = (text: string | Uint8Array) => gzipSync(text).length / 1024;
      const script = chunks.filter((c) => needed.has(c.fileName)).reduce((sum, c) => sum + weigh(c.code), 0);
      const style = styles.reduce((sum, s) => sum + (s.type === "asset" ? weigh(s.source) : 0), 0);
      const all = chunks.reduce((sum, c) => sum + weigh(c.code), 0);
      const total = script + style;
      this.info(`desk usable after ${total.toFixed(1)} kB gz (scripts ${script.toFixed(1)}, styles ${style.toFixed(1)}; whole console ${all.toFixed(1)} in ${chunks.length} files; budget ${limitKB})`);
      if (total > limitKB) this.error(`the desk needs ${total.toFixed(1)} kB gz, more than ${limitKB}`);
    },
  };
}
