// What the visitor has sent and the desk has not acknowledged. A parcel leaves
// the box only by an acknowledgement or by the visitor's own hand, and keeps
// its id however often it is carried: the desk stores one message per id, so
// carrying twice is harmless and losing is impossible.

import { readClaimed, type Claimed } from "../shared/bridge";
import type { Attachment } from "../shared/protocol";

export type Parcel = Claimed & {
  id: string;
  text: string;
  attachments: Attachment[];
  sentAt: string;
  state: "waiting" | "sending" | "refused";
  code: string; // why the desk refused it
};

export type Outbox = Parcel[]; // in the order of writing

export function put(box: Outbox, parcel: Parcel): Outbox {
  return box.some((held) => held.id === parcel.id) ? box : [...box, parcel];
}

/** The parcel to carry now: one at a time, so that order holds on every transport. */
export function next(box: Outbox): Parcel | undefined {
  if (box.some((parcel) => parcel.state === "sending")) return undefined;
  return box.find((parcel) => parcel.state === "waiting");
}

export function carry(box: Outbox, id: string): Outbox {
  return change(box, id, { state: "sending", code: "" });
}

export function drop(box: Outbox, id: string): Outbox {
  return box.some((parcel) => parcel.id === id) ? box.filter((parcel) => parcel.id !== id) : box;
}

export function refuse(box: Outbox, id: string, code: string, retry: boolean): Outbox {
  return change(box, id, { state: retry ? "waiting" : "refused", code: retry ? "" : code });
}

export function again(box: Outbox, id: string): Outbox {
  return change(box, id, { state: "waiting", code: "" });
}

/** The desk missed answers, which are there now: what it refused goes once more. */
export function complete(box: Outbox, claimed: Claimed): Outbox {
  return box.map((parcel) => (parcel.state === "refused" ? { ...parcel, ...claimed, state: "waiting", code: "" } : parcel));
}

/** The line went dead: we cannot know what arrived, so everything under way waits again. */
export function interrupt(box: Outbox): Outbox {
  return box.map((parcel) => (parcel.state === "sending" ? { ...parcel, state: "waiting" } : parcel));
}

export function pack(parcel: Parcel): string {
  return JSON.stringify(parcel);
}

/** A parcel from storage, which anybody may have written into; null when it is not one. */
export function unpack(raw: string): Parcel | null {
  try {
    const held = JSON.parse(raw) as Partial<Parcel> | null;
    if (typeof held?.id !== "string" || !held.id || typeof held.text !== "string") return null;
    return {
      id: held.id,
      text: held.text,
      attachments: Array.isArray(held.attachments) ? held.attachments.filter((file) => typeof file?.id === "string") : [],
      sentAt: String(held.sentAt ?? ""),
      ...readClaimed(held),
      state: held.state === "refused" ? "refused" : "waiting",
      code: String(held.code ?? ""),
    };
  } catch {
    return null;
  }
}

/** Restores a box from what storage held, in the order of writing. */
export function restore(raws: string[]): Outbox {
  return raws.flatMap((raw) => unpack(raw) ?? []).sort((a, b) => (a.sentAt < b.sentAt ? -1 : a.sentAt > b.sentAt ? 1 : 0));
}

function change(box: Outbox, id: string, to: Partial<Parcel>): Outbox {
  return box.map((parcel) => (parcel.id === id ? { ...parcel, ...to } : parcel));
}
