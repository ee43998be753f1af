/** What an entry of the audit changed, taken apart to what a person calls one thing. */
export interface Difference { path: string[]; before: unknown; after: unknown }

type Values = Record<string, unknown>;

/** What the machine keeps for itself, and tells nobody anything. */
const unsaid = new Set(["id", "can", "version", "html", "updated_at", "created_at"]);

const longest = 400; // characters; a logo has a hundred thousand

/** Whether a value says nothing: a field that was empty, or is not there. */
export function hollow(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  return typeof value === "object" && Object.values(value).every(hollow);
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Some of what is kept stands as text in its row. */
function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function short(value: unknown): unknown {
  return typeof value === "string" && value.length > longest ? `${value.slice(0, longest)}…` : value;
}

/** Texts that are kept with their markup and no plain form beside them. */
const marked = new Set(["signature"]);

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#34;": "\"", "&#39;": "'", "&nbsp;": " ", "&amp;": "&" };

/** What a text with markup says. */
function words(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value.replace(/<[^>]*>/g, " ").replace(/&(?:lt|gt|quot|nbsp|amp|#34|#39);/g, (each) => entities[each] ?? each).replace(/\s+/g, " ").trim();
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** That the words stayed and their looks did not is worth a line; the markup is not. */
const formatting = (path: string[]): Difference[] => [{ path: [...path, "formatting"], before: undefined, after: "changed" }];

/** Only what differs, each thing for itself and in the order in which it is kept. */
export function differences(before: unknown, after: unknown, path: string[] = []): Difference[] {
  const [was, is] = [opened(before), opened(after)];
  if (same(was, is) || (hollow(was) && hollow(is) && typeof was !== "boolean")) return [];
  if (!(isValues(was) || isValues(is)) || !(isValues(was) || hollow(was)) || !(isValues(is) || hollow(is))) return oneThing(was, is, path);
  const [one, other] = [isValues(was) ? was : {}, isValues(is) ? is : {}];
  const inside = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => !unsaid.has(name)).flatMap((name) => differences(one[name], other[name], [...path, named(name)]));
  const onlyLooks = !same(one.html ?? "", other.html ?? "") && same(one.text, other.text);
  return onlyLooks ? [...inside, ...formatting(path)] : inside;
}

function oneThing(was: unknown, is: unknown, path: string[]): Difference[] {
  if (!marked.has(path.at(-1) ?? "")) return [{ path, before: short(was), after: short(is) }];
  const [said, says] = [words(was), words(is)];
  return said === says ? formatting(path) : [{ path, before: short(said), after: short(says) }];
}

/** Names as they are kept now: older entries have some in another dress. */
function named(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replace(/^zh-cn$/, "zh-CN");
}
