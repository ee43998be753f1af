import type { Conversation } from "../../api";

export interface Warning { code: "contact" | "channel"; values: Record<string, string> }

/** What somebody should know before conversations become one. */
export function warnings(all: Conversation[], survivor: Conversation): Warning[] {
  const list: Warning[] = [];
  const others = all.filter((each) => each.id !== survivor.id);
  const stranger = others.find((each) => each.contact.id !== survivor.contact.id);
  if (stranger) list.push({ code: "contact", values: { one: survivor.contact.name || `#${survivor.number}`, other: stranger.contact.name || `#${stranger.number}` } });
  const elsewhere = others.find((each) => each.channel.id !== survivor.channel.id);
  if (elsewhere) list.push({ code: "channel", values: { one: survivor.channel.name, other: elsewhere.channel.name } });
  return list;
}
