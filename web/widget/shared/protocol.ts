// What the desk says to a visitor's browser, read defensively: a desk may be
// newer than a cached widget, and a proxy may put anything in between. A frame
// that we do not understand is null and is ignored; nothing here throws.

export type Delivery = "received" | "queued" | "sent" | "delivered" | "read" | "failed";
export type Kind = "inbound" | "reply" | "system";
export type ConversationState = "open" | "waiting" | "snoozed" | "resolved";

export type Attachment = { id: string; name: string; type: string; size: number; url: string };

export type Message = {
  id: string;
  kind: Kind;
  text: string;
  html: string;
  author: string;
  sentAt: string;
  attachments: Attachment[];
  clientId: string;
  delivery: Delivery;
};

export type Conversation = { number: number; state: ConversationState; ahead: number; minutes: number[]; notice: Texts; relief: boolean }; // ahead: who wait longer; 51 = more than 50; minutes: from, to; relief: there is something to do instead of waiting

/** Texts that the owner wrote, by locale. */
export type Texts = Record<string, string>;

export type Theme = "auto" | "light" | "dark";

export type Look = { theme: Theme; position: "left" | "right"; radius: number; launcher: Texts; logo: string; quiet: boolean };

export const fieldNames = ["name", "email", "phone", "order", "topic", "message", "consent"] as const;

export type Field = { name: (typeof fieldNames)[number]; required: boolean; label: Texts; choices: Texts[]; link: string };

export type Face = {
  name: string;
  title: Texts;
  greeting: Texts;
  colour: string;
  look: Look;
  intro: Texts;
  fields: Field[]; // asked before the first message
  signed: boolean; // only whom the site has named may write
  replyWithin: number; // seconds; 0 = cannot be said
};

export type Person = { name: string; email: string };

export type Visit = { token: string; face: Face; person: Person | null; conversation: Conversation | null; unread: number };

export type ServerFrame =
  | { t: "ready"; conversation: Conversation | null; messages: Message[]; earlier: boolean; readUpto: string; staffOnline: boolean }
  | { t: "ack"; id: string; messageId: string; at: string; duplicate: boolean }
  | { t: "refused"; id: string; code: string; retry: boolean }
  | { t: "message"; message: Message }
  | { t: "typing"; name: string }
  | { t: "read"; upto: string }
  | { t: "state"; conversation: Conversation }
  | { t: "pong" };

export type Page = { items: Message[]; next: string };

export type Upload = { id: string; name: string; type: string; size: number };

const deliveries: readonly string[] = ["received", "queued", "sent", "delivered", "read", "failed"];
const kinds: readonly string[] = ["inbound", "reply", "system"];
const states: readonly string[] = ["open", "waiting", "snoozed", "resolved"];

type Loose = Record<string, unknown>;

export function readFrame(raw: unknown): ServerFrame | null {
  const frame = typeof raw === "string" ? object(parsed(raw)) : object(raw);
  if (!frame) return null;
  switch (frame.t) {
    case "ready":
      return {
        t: "ready",
        conversation: readConversation(frame.conversation),
        messages: readMessages(frame.messages),
        earlier: frame.earlier === true,
        readUpto: text(frame.read_upto),
        staffOnline: frame.staff_online === true,
      };
    case "ack":
      return named(frame.id) && named(frame.message_id)
        ? { t: "ack", id: text(frame.id), messageId: text(frame.message_id), at: text(frame.at), duplicate: frame.duplicate === true }
        : null;
    case "refused":
      return named(frame.id) ? { t: "refused", id: text(frame.id), code: text(frame.code), retry: frame.retry === true } : null;
    case "message": {
      const message = readMessage(frame.message);
      return message && { t: "message", message };
    }
    case "typing":
      return { t: "typing", name: text(frame.name) };
    case "read":
      return named(frame.upto) ? { t: "read", upto: text(frame.upto) } : null;
    case "state": {
      const conversation = readConversation(frame);
      return conversation && { t: "state", conversation };
    }
    case "pong":
      return { t: "pong" };
    default:
      return null;
  }
}

export function readVisit(raw: unknown): Visit | null {
  const visit = object(raw);
  if (!visit || !named(visit.token)) return null;
  return {
    token: text(visit.token),
    face: readFace(visit.channel),
    person: readPerson(visit.person),
    conversation: readConversation(visit.conversation),
    unread: count(visit.unread),
  };
}

export function readFace(raw: unknown): Face {
  const face = object(raw) ?? {};
  const before = object(face.before) ?? {};
  return {
    name: text(face.name),
    title: readTexts(face.title),
    greeting: readTexts(face.greeting),
    colour: text(face.colour),
    look: readLook(face.look),
    intro: readTexts(before.intro),
    fields: before.asks === true ? list(before.fields).flatMap(readField) : [],
    signed: face.signed === true,
    replyWithin: count(face.reply_within),
  };
}

export function readLook(raw: unknown): Look {
  const look = object(raw) ?? {};
  return {
    theme: look.theme === "light" || look.theme === "dark" ? look.theme : "auto",
    position: look.position === "left" ? "left" : "right",
    radius: typeof look.radius === "number" ? Math.min(32, count(look.radius)) : 18,
    launcher: readTexts(look.launcher),
    logo: localPath(text(look.logo)),
    quiet: look.quiet === true,
  };
}

function readField(raw: unknown): Field[] {
  const field = object(raw);
  const name = fieldNames.find((known) => known === field?.name);
  if (!field || !name) return [];
  const link = /^https?:/i.test(text(field.link)) ? text(field.link) : "";
  return [{ name, required: field.required === true, label: readTexts(field.label), choices: list(field.choices).map(readTexts), link }];
}

function readPerson(raw: unknown): Person | null {
  const person = object(raw);
  return person && { name: text(person.name), email: text(person.email) };
}

export function readPage(raw: unknown): Page {
  const page = object(raw) ?? {};
  return { items: readMessages(page.items), next: text(page.next) };
}

export function readUpload(raw: unknown): Upload | null {
  const upload = object(raw);
  if (!upload || !named(upload.id)) return null;
  return { id: text(upload.id), name: text(upload.name), type: text(upload.type), size: count(upload.size) };
}

/** The code of a problem document, "" when the answer was something else. */
export function readProblem(raw: unknown): string {
  return text(object(raw)?.code);
}

export function readMessage(raw: unknown): Message | null {
  const message = object(raw);
  if (!message || !named(message.id) || !kinds.includes(text(message.kind))) return null;
  return {
    id: text(message.id),
    kind: message.kind as Kind,
    text: text(message.text),
    html: text(message.html),
    author: text(object(message.author)?.name),
    sentAt: text(message.sent_at),
    attachments: list(message.attachments).flatMap(readAttachment),
    clientId: text(message.client_id),
    delivery: deliveries.includes(text(message.delivery)) ? (message.delivery as Delivery) : "received",
  };
}

function readMessages(raw: unknown): Message[] {
  return list(raw).flatMap((item) => readMessage(item) ?? []);
}

function readAttachment(raw: unknown): Attachment[] {
  const file = object(raw);
  if (!file || !named(file.id)) return [];
  return [{ id: text(file.id), name: text(file.name), type: text(file.type), size: count(file.size), url: localPath(text(file.url)) }];
}

function readConversation(raw: unknown): Conversation | null {
  const conversation = object(raw);
  if (!conversation || !states.includes(text(conversation.state))) return null;
  return { number: count(conversation.number), state: conversation.state as ConversationState, ahead: count(conversation.ahead), minutes: list(conversation.minutes).map(count), notice: readTexts(conversation.notice), relief: conversation.relief === true };
}

function readTexts(raw: unknown): Texts {
  const texts = object(raw) ?? {};
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Files come from the desk itself; any other address (javascript:, //elsewhere) is dropped. */
function localPath(url: string): string {
  return /^\/(?![/\\])/.test(url) ? url : "";
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function object(raw: unknown): Loose | null {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) ? (raw as Loose) : null;
}

function list(raw: unknown): unknown[] {
  return Array.isArray(raw) ? raw : [];
}

function text(raw: unknown): string {
  return typeof raw === "string" ? raw : "";
}

function named(raw: unknown): boolean {
  return typeof raw === "string" && raw !== "";
}

function count(raw: unknown): number {
  return typeof raw === "number" && Number.isFinite(raw) && raw > 0 ? Math.floor(raw) : 0;
}
