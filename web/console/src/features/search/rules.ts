// What is typed into the search box: words, and filters as key:value among them.
// What is not understood stays a word, so nothing that is typed is lost; what looks
// like a filter and is none is said.

export type FilterKey = "state" | "assignee" | "team" | "tag" | "organisation" | "channel" | "from" | "to" | "kind" | "has" | "number";

export const filterKeys: FilterKey[] = ["state", "assignee", "team", "tag", "organisation", "channel", "kind", "has", "from", "to", "number"];

/** A filter as it was typed, and what it means to the server. */
export interface Typed { key: FilterKey; value: string; text: string }

/** Something that looks like a filter. `key` is there where only its value is unknown. */
export interface Stray { text: string; name: string; value: string; key?: FilterKey }

export interface Question { words: string; filters: Typed[]; strays: Stray[] }

/** Who and what there is, by the names that people type. */
export interface Known { staff: Named[]; teams: Named[]; channels: Named[] }
interface Named { id: string; name: string }

const keyWords: Record<string, FilterKey> = {
  state: "state", status: "state", is: "state", 状态: "state", 是: "state",
  assignee: "assignee", 负责人: "assignee", 客服: "assignee",
  team: "team", 团队: "team",
  tag: "tag", 标签: "tag",
  organisation: "organisation", organization: "organisation", org: "organisation", company: "organisation", 组织: "organisation", 公司: "organisation",
  channel: "channel", 渠道: "channel",
  from: "from", since: "from", 从: "from", 开始: "from",
  to: "to", until: "to", 到: "to", 截止: "to",
  kind: "kind", type: "kind", 类型: "kind",
  has: "has", 包含: "has", 有: "has",
  number: "number", 编号: "number",
};

const valueWords: Partial<Record<FilterKey, Record<string, string>>> = {
  state: { open: "open", 待处理: "open", 处理中: "open", waiting: "waiting", 等客户: "waiting", 等待客户: "waiting", 等待中: "waiting", snoozed: "snoozed", 已稍后: "snoozed", 稍后: "snoozed", 稍后处理: "snoozed", resolved: "resolved", 已解决: "resolved" },
  assignee: { me: "me", 我: "me", none: "none", nobody: "none", 无: "none", 无人: "none", 未分配: "none" },
  team: { mine: "mine", 我的: "mine", none: "none", 无: "none" },
  kind: { customer: "inbound", inbound: "inbound", 客户: "inbound", reply: "reply", 回复: "reply", note: "note", 备注: "note" },
  has: { attachment: "attachment", file: "attachment", 附件: "attachment" },
};

/** Parts of the text: quotes hold words together, also behind a key. */
const parts = /(?:[^\s"“”:：]+[:：])?["“][^"“”]*["”]|\S+/g;
/** What is said of a conversation in one word, though another filter has it. */
const isKeys = { is: true, 是: true };
const isWords: Record<string, [FilterKey, string]> = {
  mine: ["assignee", "me"], 我的: ["assignee", "me"], unassigned: ["assignee", "none"], 未分配: ["assignee", "none"],
};

/** A name that could be one of a filter: no address, no time of day, no sentence. */
const strayForm = /^(?:[a-z][a-z_-]{1,14}:(?!\/)|[\u4e00-\u9fff]{1,4}:)\S/i;

const filterPart = /^([^\s"“”:：]+)[:：](.+)$/s;
const dayForm = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const agoForm = /^(\d{1,4})([dwm天周月])$/;

export function questionOf(text: string, known: Known): Question {
  const words: string[] = [];
  const filters: Typed[] = [];
  const strays: Stray[] = [];
  for (const part of text.match(parts) ?? []) {
    const found = filterOf(part, known);
    if (found) filters.push(found);
    else words.push(part);
    const stray = found ? null : strayOf(part);
    if (stray) strays.push(stray);
  }
  return { words: words.join(" "), filters, strays };
}

function strayOf(part: string): Stray | null {
  const [, name = "", value = ""] = filterPart.exec(part) ?? [];
  const key = Object.hasOwn(keyWords, name.toLowerCase()) ? keyWords[name.toLowerCase()] : undefined;
  return key || strayForm.test(part) ? { text: part, name, value, key } : null;
}

function filterOf(part: string, known: Known): Typed | null {
  const match = filterPart.exec(part);
  const name = match?.[1]?.toLowerCase() ?? "";
  const key = Object.hasOwn(keyWords, name) ? keyWords[name] : undefined;
  const raw = match?.[2]?.replace(/^["“](.*)["”]$/s, "$1").trim() ?? "";
  if (!key || raw === "") return null;
  const said = Object.hasOwn(isKeys, name) && Object.hasOwn(isWords, raw.toLowerCase()) ? isWords[raw.toLowerCase()] : undefined;
  if (said) return { key: said[0], value: said[1], text: part };
  const value = meaning(key, raw, known);
  return value === null ? null : { key, value, text: part };
}

function meaning(key: FilterKey, raw: string, known: Known): string | null {
  const typed = raw.toLowerCase();
  const words = valueWords[key] ?? {};
  if (Object.hasOwn(words, typed)) return words[typed]!;
  const named = (list: Named[]) => list.find((each) => each.name.toLowerCase() === typed || each.id === raw)?.id ?? null;
  switch (key) {
    case "assignee": return named(known.staff);
    case "team": return named(known.teams);
    case "channel": return named(known.channels);
    case "tag": return typed;
    case "organisation": return raw; // there are too many to know them all; the server finds which is meant
    case "number": return /^#?\d{1,15}$/.test(raw) ? String(Number(raw.replace("#", ""))) : null;
    case "from": case "to": return agoForm.test(typed) || isDay(raw) ? typed : null;
    default: return null;
  }
}

function isDay(text: string): boolean {
  const match = dayForm.exec(text);
  if (!match) return false;
  const day = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return day.getMonth() === Number(match[2]) - 1 && day.getDate() === Number(match[3]);
}

/** The text with one filter more; key and word are in the language that is spoken. */
export function withFilter(text: string, key: string, word: string): string {
  const value = /\s/.test(word) ? `"${word}"` : word;
  return `${text.trim()} ${key}:${value}`.trim();
}

/** The text without one of its filters. */
export function withoutFilter(text: string, filter: Typed): string {
  return (text.match(parts) ?? []).filter((part) => part !== filter.text).join(" ");
}

export interface Asked {
  q?: string; state?: string; assignee?: string; team?: string; tag?: string; organisation?: string; channel?: string; kind?: string; has?: string; number?: string; from?: string; to?: string;
}

/** What the server is asked. Days are those of the place where one sits. */
export function askedOf({ words, filters }: Question, now: number): Asked {
  const of = (key: FilterKey) => filters.filter((each) => each.key === key).map((each) => each.value);
  const all = (key: FilterKey) => [...new Set(of(key))].join(",") || undefined;
  const from = of("from").at(-1);
  const to = of("to").at(-1);
  const asked: Asked = {
    q: words || undefined, state: all("state"), assignee: all("assignee"), team: all("team"), tag: all("tag"), organisation: [...new Set(of("organisation"))].map(quoted).join(",") || undefined, channel: all("channel"), kind: all("kind"), has: of("has").at(-1), number: of("number").at(-1),
    from: from && instant(from, now, 0), to: to && instant(to, now, 1),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** As the server reads several: what has a comma stands in quotes. */
function quoted(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

const dayMs = 86_400_000;
const days: Record<string, number> = { d: 1, 天: 1, w: 7, 周: 7, m: 30, 月: 30 };

function instant(text: string, now: number, later: number): string {
  const day = dayForm.exec(text);
  if (day) return new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3]) + later).toISOString();
  const ago = agoForm.exec(text)!;
  return new Date(Math.floor(now / 60_000) * 60_000 - Number(ago[1]) * days[ago[2]!]! * dayMs).toISOString();
}
