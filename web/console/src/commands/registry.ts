import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { Offer } from "./command";

interface Registry {
  offers: Map<symbol, Offer[]>;
  palette: boolean;
  cheatSheet: boolean;
}

export const useRegistry = create<Registry>(() => ({ offers: new Map(), palette: false, cheatSheet: false }));

export function openPalette(open: boolean): void { useRegistry.setState({ palette: open }); }

export function openCheatSheet(open: boolean): void { useRegistry.setState({ cheatSheet: open }); }

/** Puts a screen's commands within reach for as long as it is mounted. A later
 * screen wins a key over an earlier one, but for what lies farther off than all. */
export function useOffers(offers: Offer[], reach: "near" | "far" = "near"): void {
  const latest = useRef(offers);
  const shape = offers.map((each) => `${each.name}:${each.enabled}`).join(" ");
  useEffect(() => {
    latest.current = offers;
  });
  useEffect(() => {
    const id = Symbol("offers");
    const stable = latest.current.map((each, at) => ({ ...each, run: () => latest.current[at]?.run() }));
    useRegistry.setState((old) => ({ offers: new Map(reach === "near" ? [...old.offers, [id, stable]] : [[id, stable], ...old.offers]) }));
    return () => useRegistry.setState((old) => {
      const offers = new Map(old.offers);
      offers.delete(id);
      return { offers };
    });
  }, [shape, reach]);
}

/** The nearest first: what the screen in hand offers, then what is around it. */
export function allOffers(registry: Registry): Offer[] {
  const byName = new Map<string, Offer>();
  for (const group of [...registry.offers.values()].reverse()) {
    for (const each of group) if (!byName.has(each.name)) byName.set(each.name, each);
  }
  return [...byName.values()];
}
