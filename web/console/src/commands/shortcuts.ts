import { useEffect } from "react";
import { heldForLater, keptAhead, ofHeld } from "./ahead";
import type { Offer } from "./command";
import { allOffers, useRegistry } from "./registry";

const sequenceMs = 1200;

/** Listens once for the whole console. Keys rest while somebody types. */
export function useShortcuts(): void {
  useEffect(() => {
    let first = "";
    let firstAt = 0;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = nameOf(event);
      if (!key || (!key.startsWith("mod+") && isTyping(event.target))) return;
      if (key === "Enter" && isPressable(event.target)) return;
      const registry = useRegistry.getState();
      if (!key.startsWith("mod+") && keptAhead(event.key, event.timeStamp)) {
        event.preventDefault();
        return;
      }
      if (registry.palette || registry.cheatSheet || (!key.startsWith("mod+") && isInDialog(event.target))) return;
      const offers = allOffers(registry).filter((each) => each.enabled && each.keys);
      const pair = first && event.timeStamp - firstAt < sequenceMs ? `${first} ${key}` : "";
      const found = find(offers, pair) ?? find(offers, key);
      first = found ? "" : key;
      firstAt = event.timeStamp;
      if (!found && !(key.length === 1 && heldForLater([pair, key]))) return;
      event.preventDefault();
      found?.run();
    };
    window.addEventListener("keydown", pressed);
    const unsubscribe = useRegistry.subscribe((registry) => {
      const offers = allOffers(registry).filter((each) => each.enabled && each.keys);
      ofHeld((keys) => find(offers, keys))?.run();
    });
    return () => {
      window.removeEventListener("keydown", pressed);
      unsubscribe();
    };
  }, []);
}

function find(offers: Offer[], keys: string): Offer | undefined {
  return keys ? offers.find((each) => each.keys === keys) : undefined;
}

export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  if (["Shift", "Control", "Meta", "Alt", "Process", "Dead"].includes(event.key) || event.altKey) return "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range", "file"].includes(target.type);
  return target.getAttribute("role") === "textbox" || target.getAttribute("role") === "combobox";
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button, summary, [role=button], [role=tab]") !== null;
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]:not([data-keys])') !== null;
}
