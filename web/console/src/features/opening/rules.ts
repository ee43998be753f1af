import type { Channel, Contact } from "../../api";

/** By which channels a conversation can be begun: nobody sits at the other end
 * of a chat that they have not opened. */
export function beginnable(channels: Channel[]): Channel[] {
  return channels.filter((each) => each.state === "active" && each.kind !== "webchat");
}

/** A mail needs an address; a note to colleagues does not. */
export function lacksAddress(channel: Channel | undefined, contact: Contact | null, kind: "reply" | "note"): boolean {
  return kind === "reply" && channel?.kind === "email" && contact !== null && !contact.identities.some((each) => each.kind === "email");
}
