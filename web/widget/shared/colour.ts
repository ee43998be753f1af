// The owner chooses one colour; legibility is ours.

import { contrast } from "../../tokens/contrast";

export const fallback = "#0f766e";

const readable = 4.5; // WCAG 2.2 AA for text

export function readColour(raw: string): string {
  return /^#[0-9a-f]{6}$/i.test(raw) ? raw.toLowerCase() : fallback;
}

/** Text on top of the colour: white where it can be read, else near-black. */
export function onColour(colour: string): string {
  return contrast(colour, "#ffffff") >= readable ? "#ffffff" : "#0b1513";
}

/** The colour moved towards black or white until it can be read as text on the surface. */
export function inkOn(colour: string, surface: string): string {
  const towards = contrast(surface, "#000000") > contrast(surface, "#ffffff") ? 0 : 255;
  for (let part = 0; part < 1; part += 0.05) {
    const ink = mix(colour, towards, part);
    if (contrast(ink, surface) >= readable) return ink;
  }
  return towards === 0 ? "#000000" : "#ffffff";
}

function mix(colour: string, towards: number, part: number): string {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return "#" + channels.map((channel) => Math.round(channel + (towards - channel) * part).toString(16).padStart(2, "0")).join("");
}
