import { create } from "zustand";
import type { Theme } from "../../../tokens/tokens";

export type ThemeChoice = Theme | "system";

const remembered = "anlan.theme";
const night = window.matchMedia("(prefers-color-scheme: dark)");

export const useTheme = create<{ choice: ThemeChoice; theme: Theme }>(() => ({ choice: "system", theme: "light" }));

export function startTheme(): void {
  chooseTheme((localStorage.getItem(remembered) as ThemeChoice | null) ?? "system");
  night.addEventListener("change", () => apply(useTheme.getState().choice));
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(remembered, choice);
  apply(choice);
}

function apply(choice: ThemeChoice): void {
  const theme = choice === "system" ? (night.matches ? "dark" : "light") : choice;
  document.documentElement.dataset["theme"] = theme;
  useTheme.setState({ choice, theme });
}
