import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The widget's own tests: `npm run test:widget`. The console has another compiler setup.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { environment: "node", include: ["**/*.test.ts"] },
});
