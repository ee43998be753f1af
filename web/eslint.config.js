import tseslint from "typescript-eslint";

// The floors of the console (docs: ARCHITECTURE.md). A folder may import its
// own floor and those below; features stay apart from each other.
const floors = ["app", "places", "features", "live", "commands", "api", "ui", "words"];
const allowed = {
  places: ["features", "live", "commands", "api", "ui", "words"],
  features: ["live", "commands", "api", "ui", "words"],
  live: ["api", "ui", "words"],
  commands: ["api", "ui", "words"],
  api: ["words"],
  ui: ["words"],
  words: [],
};

const floorRules = Object.entries(allowed).map(([floor, below]) => ({
  files: [`console/src/${floor}/**/*.{ts,tsx}`],
  ignores: ["**/*.test.{ts,tsx}"],
  rules: {
    "no-restricted-imports": ["error", {
      // Toasts and questions are ui/say and ui/over, which come when they are wanted.
      paths: [{ name: "antd", importNames: ["App"], message: "say.… of ui/say and askFirst of ui/over" }],
      patterns: [{
        group: floors.filter((f) => f !== floor && !below.includes(f)).map((f) => `**/${f}/**`),
        message: `${floor}/ imports only ${[floor, ...below].join(", ")}`,
      }],
    }],
  },
}));

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "console/src/api/schema.d.ts"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "eqeqeq": ["error", "always"],
      "no-console": "error",
    },
  },
  ...floorRules,
);
