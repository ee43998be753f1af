// The one place where a colour, a space or a size has a number. The console
// feeds these to antd, the widget and the public pages read them as CSS
// variables; `tokens.css` is written from here by `npm test -- -u`.

export type Theme = "light" | "dark";

/** Names say what a colour is for, never what it looks like. */
export interface Palette {
  paper: string;
  shade: string;
  deep: string;
  line: string;
  lineStrong: string;
  text: string;
  textSoft: string;
  textFaint: string;
  accent: string;
  accentHover: string;
  accentText: string;
  accentSoft: string;
  onAccent: string;
  warn: string;
  warnSoft: string;
  bad: string;
  badSoft: string;
  good: string;
  goodSoft: string;
  bubbleThem: string;
  bubbleUs: string;
  note: string;
  noteLine: string;
  hit: string;
  hover: string;
  chosen: string;
  veil: string;
}

export const palettes: Record<Theme, Palette> = {
  light: {
    paper: "#ffffff",
    shade: "#f6f8f8",
    deep: "#eef1f1",
    line: "#e3e8e7",
    lineStrong: "#c9d1d0",
    text: "#18211f",
    textSoft: "#4c5856",
    textFaint: "#5d6967",
    accent: "#0f766e",
    accentHover: "#0c655e",
    accentText: "#0b6b63",
    accentSoft: "#e2f1ef",
    onAccent: "#ffffff",
    warn: "#8a5200",
    warnSoft: "#fdf1da",
    bad: "#b3261e",
    badSoft: "#fdecea",
    good: "#1f6f43",
    goodSoft: "#e5f3ea",
    bubbleThem: "#f1f4f4",
    bubbleUs: "#dff0ed",
    note: "#fcf6e3",
    noteLine: "#e9dcb0",
    hit: "#fbe7a8",
    hover: "#f0f4f3",
    chosen: "#e6f2f0",
    veil: "rgba(18, 28, 26, 0.42)",
  },
  dark: {
    paper: "#151b1b",
    shade: "#111616",
    deep: "#1d2525",
    line: "#283131",
    lineStrong: "#3d4949",
    text: "#e3e9e8",
    textSoft: "#aab5b4",
    textFaint: "#97a4a2",
    accent: "#147d73",
    accentHover: "#10695f",
    accentText: "#5cc8ba",
    accentSoft: "#173532",
    onAccent: "#ffffff",
    warn: "#e9b25c",
    warnSoft: "#362a14",
    bad: "#f28b82",
    badSoft: "#3b1f1d",
    good: "#78c79a",
    goodSoft: "#183226",
    bubbleThem: "#202929",
    bubbleUs: "#173a36",
    note: "#2b2717",
    noteLine: "#4a4226",
    hit: "#5d4d17",
    hover: "#1b2323",
    chosen: "#18302e",
    veil: "rgba(0, 0, 0, 0.6)",
  },
};

/** Everything that does not change between day and night, in px unless named. */
export const measures = {
  grid: 4,
  radius: 6,
  radiusLarge: 10,
  target: 32,
  targetTouch: 44,
  type: 14,
  typeSmall: 12,
  typeList: 13,
  typeLarge: 16,
  typeTitle: 20,
  leading: 1.55,
  leadingList: 1.35,
  motionMs: 120,
};

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
export const fontMono =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace';
