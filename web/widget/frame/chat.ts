// The chat itself: what the visitor does, what the desk says, and what the
// page keeps, brought together into one state that the screen shows.

import { Refusal, type Api } from "./api";
import type { Home } from "./home";
import { Line, type ClientFrame } from "./line";
import * as outbox from "./outbox";
import * as threads from "./thread";
import { mayTell, Typist } from "./typing";
import { nothingClaimed, readClaimed, type Claimed, type ToFrame } from "../shared/bridge";
import { chooseLocale, type Locale } from "../shared/locale";
import type { Attachment, Face, Person, ServerFrame, Visit } from "../shared/protocol";

export type Phase = "connecting" | "live" | "away" | "closed";

export type State = {
  phase: Phase;
  code: string; // why it is closed
  face: Face | null;
  staffOnline: boolean;
  thread: threads.Thread;
  earlier: boolean; // the desk holds older messages than we do
  box: outbox.Outbox;
  typing: string;
  locale: Locale;
  open: boolean;
  phone: boolean;
  claimed: Claimed;
  person: Person | null; // whom the site has named
  guest: boolean; // here by the link in a mail
  notice: "link_over" | "";
  asked: boolean; // the questions before the first message are answered
};

export const longestMessage = 10_000; // characters; the desk refuses more

const ackWithinMs = 10_000;
const firstPauseMs = 3_000;

export class Chat {
  state: State;
  readonly line: Line;
  readonly #typist = new Typist(() => this.#set({ typing: this.#typist.name }));
  readonly #listeners = new Set<() => void>();
  token = "";
  /** An answer has come; main.tsx decides whether that is to be heard. */
  rang: () => void = () => {};
  #page = "";
  #kept = false; // the page's storage holds this token
  #unreadAtDesk = -1; // told by the desk, until the thread is here
  #toldTypingAt = 0;
  #toldRead = "";
  #ackTimer: ReturnType<typeof setTimeout> | undefined;
  #pauses = 0;
  #loading = false;

  constructor(
    private readonly api: Api,
    private readonly home: Home,
    dial?: (url: string) => WebSocket,
    random?: () => number,
  ) {
    this.state = {
      phase: "connecting",
      code: "",
      face: null,
      staffOnline: false,
      thread: threads.empty,
      earlier: false,
      box: [],
      typing: "",
      locale: chooseLocale("auto"),
      open: false,
      phone: false,
      claimed: nothingClaimed,
      person: null,
      guest: false,
      notice: "",
      asked: false,
    };
    const ear = {
      hello: () => ({ token: this.token, after: threads.lastId(this.state.thread), locale: this.state.locale, page: this.#page }),
      greeted: (visit: Visit) => this.#greeted(visit),
      heard: (frame: ServerFrame) => this.#heard(frame),
      up: () => this.#up(),
      down: () => this.#down(),
      closed: (code: string) => this.#set({ phase: "closed", code }),
    };
    this.line = new Line(api, ear, dial, random);
  }

  start(): void {
    this.home.listen((word) => this.#told(word));
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** Puts a message into the box; from here on it cannot be lost or doubled. */
  say(text: string, attachments: Attachment[], id: string, now: Date): void {
    const last = this.state.box.at(-1)?.sentAt ?? "";
    const at = now.toISOString();
    const sentAt = at > last ? at : new Date(Date.parse(last) + 1).toISOString();
    const parcel: outbox.Parcel = { id, text, attachments, sentAt, ...this.state.claimed, state: "waiting", code: "" };
    this.#keepToken();
    this.home.tell({ t: "parcel", id, value: outbox.pack(parcel) });
    this.#set({ box: outbox.put(this.state.box, parcel) });
    this.#pump();
  }

  again(id: string): void {
    this.#box(outbox.again(this.state.box, id));
    this.#pump();
  }

  discard(id: string): void {
    this.#unbox(id);
  }

  identify(claimed: Partial<Claimed>): void {
    this.#set({ claimed: { ...this.state.claimed, ...claimed } });
  }

  /** The questions were answered. */
  answered(claimed: Partial<Claimed>): void {
    this.identify(claimed);
    this.#set({ asked: true });
    this.#box(outbox.complete(this.state.box, this.state.claimed));
    this.#pump();
  }

  typed(now: number): void {
    if (!mayTell(this.#toldTypingAt, now)) return;
    if (this.line.send({ t: "typing" })) this.#toldTypingAt = now;
  }

  /** The visitor has the newest messages before their eyes. */
  saw(): void {
    const upto = threads.lastReplyId(this.state.thread);
    if (!upto) return;
    if (upto > this.state.thread.seenUpto) {
      this.#set({ thread: threads.seenByVisitor(this.state.thread, upto) });
      this.home.tell({ t: "seen", upto });
      this.#tellUnread();
    }
    if (upto > this.#toldRead && this.line.send({ t: "read", upto })) this.#toldRead = upto;
  }

  close(): void {
    this.#set({ open: false });
    this.home.tell({ t: "close" });
  }

  /** Fetches the page before the oldest message that is shown. */
  async loadEarlier(): Promise<void> {
    const oldest = this.state.thread.messages[0];
    if (!this.state.earlier || this.#loading || !oldest) return;
    this.#loading = true;
    const page = await this.api.before(this.token, oldest.id).catch(() => null);
    this.#loading = false;
    if (page) this.#set({ thread: threads.merge(this.state.thread, page.items), earlier: page.next !== "" });
  }

  askAttention(): void {
    this.home.tell({ t: "attention" });
  }

  #told(word: ToFrame): void {
    switch (word.t) {
      case "hello":
        return this.#hello(word);
      case "open":
        this.#set({ open: word.open, phone: word.phone });
        if (word.open) this.line.start();
        return;
      case "locale":
        this.#set({ locale: chooseLocale(word.locale) });
        return this.#tellFace();
      case "identify":
        return this.#set({ claimed: word.claimed });
      case "prove":
        return void this.#enter(() => this.api.identify(this.token, word.proof), false);
      case "resume":
        return void this.#enter(() => this.api.resume(word.ticket), true);
      case "reset":
        return this.#reset();
      case "token":
        return this.#tokenIs(word.token);
      case "parcel":
        return this.#otherTab(word.id, word.value);
      case "seen":
        this.#set({ thread: threads.seenByVisitor(this.state.thread, word.upto) });
        return this.#tellUnread();
    }
  }

  #hello(word: Extract<ToFrame, { t: "hello" }>): void {
    this.token = word.token;
    this.#kept = word.token !== "";
    this.#page = word.page;
    this.#set({
      locale: chooseLocale(word.locale),
      open: word.open,
      phone: word.phone,
      claimed: word.claimed,
      box: outbox.restore(word.outbox),
      thread: threads.seenByVisitor(this.state.thread, word.seen),
    });
    const proof = word.proof;
    if (proof) void this.#enter(() => this.api.identify(this.token, proof), false);
    else if (word.ticket) void this.#enter(() => this.api.resume(word.ticket), true);
    else this.line.start();
  }

  /** Comes in as somebody: named by the site, or by a link. The page keeps no such token. */
  async #enter(knock: () => Promise<Visit>, guest: boolean): Promise<void> {
    this.line.stop();
    try {
      const visit = await knock();
      this.token = visit.token;
      this.#kept = true;
      this.#toldRead = "";
      this.#unreadAtDesk = visit.unread;
      if (!guest) this.home.tell({ t: "forget" });
      this.#set({ person: visit.person, guest, notice: "", thread: { ...threads.empty, seenUpto: this.state.thread.seenUpto }, earlier: false });
      this.line.renew();
    } catch (reason) {
      const code = reason instanceof Refusal ? reason.code : "";
      // eslint-disable-next-line no-console -- the one place where the site's owner will look
      if (!guest) console.warn(`Anlan: ${code || "the visitor could not be identified"}`);
      if (guest) this.#set({ notice: "link_over" });
    }
    this.line.start();
  }

  #reset(): void {
    for (const parcel of this.state.box) this.home.tell({ t: "parcel", id: parcel.id, value: "" });
    this.home.tell({ t: "forget" });
    this.home.tell({ t: "unread", count: 0 });
    this.#nobody();
    this.line.renew();
  }

  #nobody(): void {
    this.token = "";
    this.#kept = false;
    this.#unreadAtDesk = -1;
    this.#toldRead = "";
    this.#set({ person: null, guest: false, thread: threads.empty, earlier: false, box: [], claimed: nothingClaimed, asked: false, notice: "" });
  }

  #greeted(visit: Visit): void {
    if ((this.state.person || this.state.guest) && visit.token !== this.token) this.#nobody(); // their time is over, and so is what they may see
    const replaced = this.token !== "" && visit.token !== this.token;
    this.token = visit.token;
    if (replaced && this.#kept) this.home.tell({ t: "keep", token: visit.token, over: true });
    if (this.state.box.length > 0) this.#keepToken();
    this.#unreadAtDesk = visit.unread;
    this.#set({ face: visit.face, person: visit.person, thread: threads.withConversation(this.state.thread, visit.conversation) });
    this.#tellFace();
    if (visit.unread > 0) this.home.tell({ t: "unread", count: visit.unread });
  }

  #tellFace(): void {
    const { face, locale } = this.state;
    if (face) this.home.tell({ t: "here", title: face.title[locale] || face.name, colour: face.colour });
  }

  #heard(frame: ServerFrame): void {
    switch (frame.t) {
      case "ready":
        return this.#ready(frame);
      case "message":
        return this.#arrived(frame);
      case "ack":
        return this.#acked(frame);
      case "refused":
        return this.#refused(frame);
      case "typing":
        return this.#typist.saw(frame.name);
      case "read":
        return this.#set({ thread: threads.readByStaff(this.state.thread, frame.upto) });
      case "state":
        return this.#set({ thread: threads.withConversation(this.state.thread, frame.conversation) });
      case "pong":
        return;
    }
  }

  #ready(frame: Extract<ServerFrame, { t: "ready" }>): void {
    const hadAll = this.state.thread.messages.length > 0 && !this.state.earlier;
    let thread = threads.rejoin(this.state.thread, frame.messages, frame.earlier);
    const earlier = frame.earlier && !(hadAll && thread.messages.length > frame.messages.length);
    thread = threads.withConversation(thread, frame.conversation);
    thread = threads.readByStaff(thread, frame.readUpto);
    this.#set({ thread: this.#firstSeen(thread), earlier, staffOnline: frame.staffOnline });
    this.#arrivedParcels();
    this.#got();
  }

  /** Without a cursor of our own, the desk's count says where the unread begin. */
  #firstSeen(thread: threads.Thread): threads.Thread {
    if (this.#unreadAtDesk < 0 || thread.seenUpto) return thread;
    const seen = threads.seenByVisitor(thread, threads.seenBut(thread, this.#unreadAtDesk));
    this.#unreadAtDesk = -1;
    return seen;
  }

  #arrived(frame: Extract<ServerFrame, { t: "message" }>): void {
    const fresh = !this.state.thread.messages.some((known) => known.id === frame.message.id);
    this.#set({ thread: threads.merge(this.state.thread, [frame.message]) });
    if (frame.message.kind === "reply") {
      this.#typist.stopped();
      if (fresh && !this.state.face?.look.quiet) this.rang();
    }
    this.#arrivedParcels();
    this.#got();
  }

  #acked(frame: Extract<ServerFrame, { t: "ack" }>): void {
    const parcel = this.state.box.find((held) => held.id === frame.id);
    if (parcel) {
      const message = {
        id: frame.messageId,
        kind: "inbound" as const,
        text: parcel.text,
        html: "",
        author: "",
        sentAt: frame.at || parcel.sentAt,
        attachments: parcel.attachments,
        clientId: parcel.id,
        delivery: "received" as const,
      };
      if (!this.state.thread.messages.some((known) => known.id === message.id)) {
        this.#set({ thread: threads.merge(this.state.thread, [message]) });
      }
      this.#unbox(frame.id);
    }
    clearTimeout(this.#ackTimer);
    this.#pauses = 0;
    this.#pump();
  }

  #refused(frame: Extract<ServerFrame, { t: "refused" }>): void {
    this.#box(outbox.refuse(this.state.box, frame.id, frame.code, frame.retry));
    const parcel = this.state.box.find((held) => held.id === frame.id);
    if (parcel) this.home.tell({ t: "parcel", id: parcel.id, value: outbox.pack(parcel) });
    clearTimeout(this.#ackTimer);
    if (frame.retry) this.#ackTimer = setTimeout(() => this.#pump(), firstPauseMs * 2 ** Math.min(this.#pauses++, 4));
    else this.#pump();
  }

  #up(): void {
    this.#set({ phase: "live" });
    this.#pump();
    this.#tellUnread();
  }

  #down(): void {
    clearTimeout(this.#ackTimer);
    this.#typist.stopped();
    this.#toldRead = "";
    this.#box(outbox.interrupt(this.state.box));
    if (this.state.phase !== "closed") this.#set({ phase: "away" });
  }

  #pump(): void {
    if (!this.#kept) return;
    const parcel = outbox.next(this.state.box);
    if (!parcel || !this.line.ready) return;
    this.#box(outbox.carry(this.state.box, parcel.id));
    if (!this.line.send(letter(parcel))) return this.#box(outbox.interrupt(this.state.box));
    clearTimeout(this.#ackTimer);
    this.#ackTimer = setTimeout(() => this.line.retry(), ackWithinMs);
  }

  /** A message that came back from the desk needs no acknowledgement any more. */
  #arrivedParcels(): void {
    const arrived = new Set(this.state.thread.messages.map((message) => message.clientId));
    for (const parcel of this.state.box) if (arrived.has(parcel.id)) this.#unbox(parcel.id);
    this.#pump();
  }

  #otherTab(id: string, value: string): void {
    const parcel = value ? outbox.unpack(value) : null;
    // Shown here at once and carried by the tab that wrote it; should that tab
    // die, our next parcel or connection takes it along.
    if (parcel) return this.#box(outbox.put(this.state.box, parcel));
    this.#box(outbox.drop(this.state.box, id));
    this.#pump();
  }

  #tokenIs(token: string): void {
    if (!token) return;
    const other = token !== this.token;
    this.token = token;
    this.#kept = true;
    if (other) this.line.retry();
    this.#pump();
  }

  #keepToken(): void {
    if (!this.#kept && this.token) this.home.tell({ t: "keep", token: this.token, over: false });
  }

  #unbox(id: string): void {
    if (this.state.box.some((held) => held.id === id && held.state === "sending")) clearTimeout(this.#ackTimer);
    this.home.tell({ t: "parcel", id, value: "" });
    this.#box(outbox.drop(this.state.box, id));
  }

  #got(): void {
    const upto = threads.lastReplyId(this.state.thread);
    if (upto) this.line.send({ t: "got", upto });
    this.#tellUnread();
  }

  #tellUnread(): void {
    if (this.#unreadAtDesk < 0 || this.state.thread.seenUpto) {
      this.home.tell({ t: "unread", count: threads.unread(this.state.thread) });
    }
  }

  #box(box: outbox.Outbox): void {
    this.#set({ box });
  }

  #set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const changed of this.#listeners) changed();
  }
}

function letter(parcel: outbox.Parcel): ClientFrame {
  return {
    t: "message",
    id: parcel.id,
    text: parcel.text,
    attachments: parcel.attachments.map((file) => file.id),
    sent_at: parcel.sentAt,
    clock: new Date().toISOString(),
    ...readClaimed(parcel),
  };
}
