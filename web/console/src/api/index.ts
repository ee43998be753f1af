// One function per thing the server can do, grouped as the routes are.
import { request, sendForm } from "./request";
import type { Dkim, Envelope, MailReceiver, Provider, ProviderChange, Erasure, LegalHold, RetentionRule, RetentionRun, RetentionSample, RetentionTrial,
} from "./types";
import type {
  Absence, AuditEntry, BulkAction, BulkOrder, CannedReply, Ceremony, Channel, ChannelKind, ChannelListed, ChannelSettings, Contact, ContactNote, Conversation, Delivery,
  DeliveryDetail, Draft, Encounter, Enrolment, Entrance, Export, Fact, FieldBounds, FieldOption, FieldValues, Factor, Import, Look, Macro, Me, Message, OwnField, Page, Passkey, Planned, Presence,
  PresenceReason, PresenceState, Priority, Proof, ReasonState, RecoveryCodes, Rendering, Revision, Role, RoleInfo, SearchHit, Sending,
  SendingChoice, Session, SignInOffer, SignInPolicy, Skill, Staff, StaffLanguage, StaffSkill, Status, StatusSave, StuckJob, TagCount, Team, Tier, Token, Tour,
  Upload, ViewCount, ViewEdit, Views, Webhook, WordingText,
} from "./types";
import type { AutoReplyPreview, Automation, AutomationTurn, Emotion, Forecast, Links, Notices, Reading, Risk, RiskRule, RiskWords, RuleWord, Topic, TopicModel, TopicSave } from "./types";

export * from "./types";
export * from "./fault";
export { onSignedOut } from "./request";

export interface ConversationQuery {
  view?: string;
  filter?: string;
  state?: string;
  assignee?: string;
  team?: string;
  tag?: string;
  q?: string;
  contact?: string;
  channel?: string;
  ids?: string[];
  sort?: string;
  limit?: number;
  after?: string;
}

export interface ConversationChange {
  subject?: string;
  priority?: Priority;
  tags?: string[];
  state?: "open" | "waiting" | "snoozed";
  snoozed_until?: string | null;
  status?: string;
  fields?: FieldValues;
  version: number;
}

export interface NewMessage {
  kind: "reply" | "note";
  text: string;
  html: string;
  attachments: { upload: string }[];
  client_id: string;
  /** The newest that the writer has seen, and whether it goes even if that is not the newest. */
  seen_upto?: string;
  anyway?: boolean;
  then?: { state: "resolved" } | { state: "snoozed"; snoozed_until: string };
}

export type CannedReplySave = Pick<CannedReply, "scope" | "team" | "shortcut" | "title" | "folder" | "tags" | "texts"> & { version?: number };

export type AutomationSave = Pick<Automation, "name" | "mode" | "occasion" | "minutes" | "condition" | "steps" | "ends"> & { version?: number };

export type MacroSave = Pick<Macro, "scope" | "team" | "name" | "steps"> & { version?: number };

/** Attachments are given as ids of uploads; the answer tells what they are called. */
export type DraftSave = Omit<Draft, "updated_at" | "attachments"> & { attachments: string[] };

/** A conversation that we begin. */
export interface Opening {
  channel_id: string;
  contact_id: string;
  subject: string;
  text: string;
  kind: "reply" | "note";
  assignee?: string;
}

export type ContactOrder = "-seen_at" | "seen_at" | "-created_at" | "created_at" | "name";

export interface NewContact { name: string; email?: string; phone?: string; tier: Tier }

export interface ContactChange {
  tags?: string[];
  /** Empty for nowhere. */
  organisation?: string;
  name?: string;
  tier?: string;
  locale?: string;
  time_zone?: string;
  automatic?: boolean;
  attributes?: Record<string, unknown>;
  fields?: FieldValues;
  version: number;
}

const seg = encodeURIComponent;

const setup = {
  check: (token: string) => request<{ open: boolean }>("GET", "/v1/setup", { query: { token } }),
  finish: (body: { token: string; name: string; email: string; password: string; locale: string }) =>
    request<Entrance>("POST", "/v1/setup", { body }),
};

const invitation = {
  check: (token: string) => request<{ name?: string; email?: string }>("GET", "/v1/invitation", { query: { token } }),
  accept: (body: { token: string; password: string; locale: string }) => request<Entrance>("POST", "/v1/invitation", { body }),
};

const session = {
  open: (body: { email: string; password: string }) => request<Entrance>("POST", "/v1/session", { body }),
  close: () => request<void>("DELETE", "/v1/session"),
  all: () => request<Page<Session>>("GET", "/v1/sessions"),
  revoke: (id: string) => request<void>("DELETE", `/v1/sessions/${seg(id)}`),
};

/** The steps of coming in, for who is not in yet. */
const signIn = {
  show: () => request<SignInOffer>("GET", "/v1/sign-in"),
  giveCode: (code: string) => request<Entrance>("POST", "/v1/sign-in/code", { body: { code } }),
  enrol: () => request<Enrolment>("POST", "/v1/sign-in/factor"),
  confirm: (code: string) => request<Entrance & RecoveryCodes>("POST", "/v1/sign-in/factor/confirmation", { body: { code } }),
  turnBack: () => request<void>("DELETE", "/v1/sign-in"),
  challenge: () => request<Ceremony>("POST", "/v1/sign-in/passkey/challenge"),
  byPasskey: (ceremony: string, answer: unknown) => request<Entrance>("POST", "/v1/sign-in/passkey", { body: { ceremony, answer } }),
  policy: () => request<SignInPolicy>("GET", "/v1/sign-in/policy"),
  rule: (body: { second_factor?: SignInPolicy["second_factor"]; password?: boolean; version: number }) => request<SignInPolicy>("PATCH", "/v1/sign-in/policy", { body }),
};

const providers = {
  list: () => request<Page<Provider>>("GET", "/v1/providers"),
  add: (body: ProviderChange) => request<Provider>("POST", "/v1/providers", { body }),
  change: (id: string, body: ProviderChange) => request<Provider>("PATCH", `/v1/providers/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/providers/${seg(id)}`),
  check: (id: string) => request<void>("POST", `/v1/providers/${seg(id)}/check`),
};

/** What one has beside one's password. */
const factor = {
  get: () => request<Factor>("GET", "/v1/me/factor"),
  begin: (proof: Proof) => request<Enrolment>("POST", "/v1/me/factor", { body: proof }),
  confirm: (code: string) => request<RecoveryCodes>("POST", "/v1/me/factor/confirmation", { body: { code } }),
  renewCodes: (proof: Proof) => request<RecoveryCodes>("POST", "/v1/me/factor/recovery-codes", { body: proof }),
  drop: (proof: Proof) => request<void>("POST", "/v1/me/factor/removal", { body: proof }),
  reset: (staff: string) => request<void>("DELETE", `/v1/staff/${seg(staff)}/factor`),
};

const passkeys = {
  list: () => request<Page<Passkey>>("GET", "/v1/me/passkeys"),
  challenge: (proof: Proof) => request<Ceremony>("POST", "/v1/me/passkeys/challenge", { body: proof }),
  add: (body: { ceremony: string; name: string; answer: unknown }) => request<Passkey>("POST", "/v1/me/passkeys", { body }),
  rename: (id: string, name: string) => request<Passkey>("PATCH", `/v1/me/passkeys/${seg(id)}`, { body: { name } }),
  remove: (id: string) => request<void>("DELETE", `/v1/me/passkeys/${seg(id)}`),
};

const me = {
  get: () => request<Me>("GET", "/v1/me"),
  change: (body: { name?: string; locale?: string; time_zone?: string; languages?: StaffLanguage[]; password?: { old: string; new: string } }) =>
    request<Me>("PATCH", "/v1/me", { body }),
  presence: (body: { state: PresenceState; reason?: string; until?: string }) => request<Presence>("PUT", "/v1/me/presence", { body }),
  tour: () => request<Tour>("GET", "/v1/me/tour"),
  leadMe: (state: "running" | "put_away" | "finished") => request<Tour>("PUT", "/v1/me/tour", { body: { state } }),
};

const conversations = {
  views: () => request<Views>("GET", "/v1/views"),
  list: (query: ConversationQuery, signal?: AbortSignal) =>
    request<Page<Conversation>>("GET", "/v1/conversations", { query: { ...query }, signal }),
  get: (id: string) => request<Conversation>("GET", `/v1/conversations/${seg(id)}`),
  begin: (body: Opening, once: string) => request<Conversation>("POST", "/v1/conversations", { body, once }),
  change: (id: string, body: ConversationChange) => request<Conversation>("PATCH", `/v1/conversations/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/conversations/${seg(id)}`),
  assign: (id: string, body: { assignee?: string; team?: string }) =>
    request<Conversation>("POST", `/v1/conversations/${seg(id)}/assignment`, { body }),
  unassign: (id: string) => request<Conversation>("DELETE", `/v1/conversations/${seg(id)}/assignment`),
  resolve: (id: string) => request<Conversation>("POST", `/v1/conversations/${seg(id)}/resolution`, { body: {} }),
  reopen: (id: string) => request<Conversation>("DELETE", `/v1/conversations/${seg(id)}/resolution`),
  timeline: (id: string) => request<Page<Fact>>("GET", `/v1/conversations/${seg(id)}/timeline`),
  envelope: (id: string) => request<Envelope>("GET", `/v1/conversations/${seg(id)}/envelope`),
  tags: () => request<Page<TagCount>>("GET", "/v1/tags"),
  distinct: (id: string, other: string) => request<void>("DELETE", `/v1/conversations/${seg(id)}/merge-suggestions/${seg(other)}`),
  takeBackDistinct: (id: string, other: string) => request<void>("DELETE", `/v1/conversations/${seg(id)}/told-apart/${seg(other)}`),
  reading: (id: string) => request<Reading>("GET", `/v1/conversations/${seg(id)}/reading`),
  correctTopic: (id: string, topic_id: string) => request<Conversation>("PUT", `/v1/conversations/${seg(id)}/topic`, { body: { topic_id } }),
  correctEmotion: (id: string, emotion: Emotion) => request<Conversation>("PUT", `/v1/conversations/${seg(id)}/emotion`, { body: { emotion } }),
  links: (id: string) => request<Links>("GET", `/v1/conversations/${seg(id)}/merge`),
  merge: (id: string, into: string, once: string) => request<Conversation>("POST", `/v1/conversations/${seg(id)}/merge`, { body: { into }, once }),
  unmerge: (id: string) => request<Conversation>("DELETE", `/v1/conversations/${seg(id)}/merge`),
  split: (id: string, body: { messages: string[]; subject?: string }, once: string) => request<Conversation>("POST", `/v1/conversations/${seg(id)}/split`, { body, once }),
  judge: (id: string, address: string, standing: "known" | "refused") => request<void>("PUT", `/v1/conversations/${seg(id)}/participants/${seg(address)}`, { body: { standing } }),
  unsplit: (id: string) => request<Conversation>("DELETE", `/v1/conversations/${seg(id)}/split`),
};

const topics = {
  list: () => request<Page<Topic>>("GET", "/v1/topics"),
  add: (body: TopicSave, once: string) => request<Topic>("POST", "/v1/topics", { body, once }),
  model: () => request<TopicModel>("GET", "/v1/topic-model"),
  train: () => request<TopicModel>("POST", "/v1/topic-model/training"),
  change: (id: string, body: TopicSave & { version: number }) => request<Topic>("PATCH", `/v1/topics/${seg(id)}`, { body }),
};

const risks = {
  list: (query: { state?: Risk["state"]; kind?: string; conversation?: string; limit?: number; after?: string }) => request<Page<Risk>>("GET", "/v1/risks", { query }),
  close: (id: string, body: { outcome: "handled" | "false_alarm"; note?: string }) => request<Risk>("POST", `/v1/risks/${seg(id)}/outcome`, { body }),
  reopen: (id: string) => request<Risk>("DELETE", `/v1/risks/${seg(id)}/outcome`),
  rules: () => request<Page<RiskRule>>("GET", "/v1/risk-rules"),
  rule: ({ kind, can: _, ...body }: RiskRule) => request<RiskRule>("PUT", `/v1/risk-rules/${seg(kind)}`, { body }),
  words: () => request<Page<RiskWords>>("GET", "/v1/risk-words"),
  quiet: (body: { kind: string; words: string; quiet: boolean }) => request<void>("PUT", "/v1/risk-words", { body }),
};

const messages = {
  list: (conversation: string, query: { after?: string; before?: string; limit?: number; order?: "desc"; q?: string }, signal?: AbortSignal) =>
    request<Page<Message>>("GET", `/v1/conversations/${seg(conversation)}/messages`, { query, signal }),
  send: (conversation: string, body: NewMessage) =>
    request<Message>("POST", `/v1/conversations/${seg(conversation)}/messages`, { body, once: body.client_id }),
  withdraw: (id: string) => request<{ conversation_id: string; draft: Draft }>("DELETE", `/v1/messages/${seg(id)}/sending`),
  sendAgain: (id: string) => request<Message>("POST", `/v1/messages/${seg(id)}/sending`),
  acceptSplit: (id: string) => request<Conversation>("POST", `/v1/messages/${seg(id)}/split-proposal`),
  dismissSplit: (id: string) => request<void>("DELETE", `/v1/messages/${seg(id)}/split-proposal`),
  confirm: (id: string) => request<Message>("PUT", `/v1/messages/${seg(id)}/delivery`),
  seen: (conversation: string, upto: string) => request<void>("PUT", `/v1/conversations/${seg(conversation)}/read`, { body: { upto } }),
  revise: (id: string, body: { text: string; html: string }) => request<Message>("PATCH", `/v1/messages/${seg(id)}`, { body }),
  revisions: (id: string) => request<Page<Revision>>("GET", `/v1/messages/${seg(id)}/revisions`),
  dismiss: (id: string) => request<Message>("PUT", `/v1/messages/${seg(id)}/warnings/dismissal`, { body: {} }),
  warn: (id: string) => request<Message>("DELETE", `/v1/messages/${seg(id)}/warnings/dismissal`),
  reread: (id: string) => request<Message>("POST", `/v1/messages/${seg(id)}/reading`),
  showPictures: (id: string, always: boolean) => request<Message>("PUT", `/v1/messages/${seg(id)}/pictures`, { body: { always } }),
  holdPictures: (id: string) => request<Message>("DELETE", `/v1/messages/${seg(id)}/pictures`),
  answerInvitation: (id: string, place: number, part: "accepted" | "tentative" | "declined") => request<Message>("PUT", `/v1/messages/${seg(id)}/invitation/answer`, { body: { place, part } }),
  rawUrl: (id: string) => `/v1/messages/${seg(id)}/raw`,
};

const sending = {
  get: () => request<Sending>("GET", "/v1/me/sending"),
  choose: (body: Partial<SendingChoice>) => request<Sending>("PUT", "/v1/me/sending", { body }),
  chooseHouse: (body: Partial<SendingChoice>) => request<Sending>("PUT", "/v1/sending", { body }),
};

const signature = {
  get: () => request<WordingText>("GET", "/v1/me/signature"),
  choose: (body: WordingText) => request<WordingText>("PUT", "/v1/me/signature", { body }),
};

const cannedReplies = {
  list: (query: { q?: string; limit?: number } = {}, signal?: AbortSignal) => request<Page<CannedReply>>("GET", "/v1/canned-replies", { query, signal }),
  add: (body: CannedReplySave) => request<CannedReply>("POST", "/v1/canned-replies", { body }),
  change: (id: string, body: CannedReplySave) => request<CannedReply>("PUT", `/v1/canned-replies/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/canned-replies/${seg(id)}`),
  render: (conversation: string, id: string) => request<Rendering>("POST", `/v1/conversations/${seg(conversation)}/canned-replies/${seg(id)}/rendering`, { body: {} }),
};

const macros = {
  list: () => request<Page<Macro>>("GET", "/v1/macros"),
  add: (body: MacroSave) => request<Macro>("POST", "/v1/macros", { body }),
  change: (id: string, body: MacroSave) => request<Macro>("PUT", `/v1/macros/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/macros/${seg(id)}`),
  preview: (conversation: string, id: string) => request<Page<Planned>>("GET", `/v1/conversations/${seg(conversation)}/macros/${seg(id)}`),
  apply: (conversation: string, id: string, once: string) =>
    request<{ conversation: Conversation; message_id: string }>("POST", `/v1/conversations/${seg(conversation)}/macros/${seg(id)}`, { body: {}, once }),
};

const automations = {
  list: () => request<Page<Automation>>("GET", "/v1/automations"),
  add: (body: AutomationSave) => request<Automation>("POST", "/v1/automations", { body }),
  change: (id: string, body: AutomationSave) => request<Automation>("PUT", `/v1/automations/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/automations/${seg(id)}`),
  order: (ids: string[]) => request<Page<Automation>>("PUT", "/v1/automation-order", { body: { ids } }),
  preview: (condition: string) => request<Forecast>("POST", "/v1/automation-previews", { body: { condition } }),
  versions: (id: string) => request<Page<Automation>>("GET", `/v1/automations/${seg(id)}/versions`),
  turns: (id: string, outcome?: string) => request<Page<AutomationTurn>>("GET", `/v1/automations/${seg(id)}/runs`, { query: { outcome } }),
  of: (conversation: string) => request<Page<AutomationTurn>>("GET", `/v1/conversations/${seg(conversation)}/automations`),
  words: () => request<Page<RuleWord>>("GET", "/v1/rule-words"),
};

const drafts = {
  get: (conversation: string) => request<Draft>("GET", `/v1/conversations/${seg(conversation)}/draft`),
  save: (conversation: string, body: DraftSave, keepalive = false) =>
    request<Draft>("PUT", `/v1/conversations/${seg(conversation)}/draft`, { body, keepalive }),
  drop: (conversation: string) => request<void>("DELETE", `/v1/conversations/${seg(conversation)}/draft`),
};

const contacts = {
  tags: () => request<Page<string>>("GET", "/v1/contact-tags"),
  notes: (id: string, after: string) => request<Page<ContactNote>>("GET", `/v1/contacts/${seg(id)}/notes`, { query: { limit: 20, after: after || undefined } }),
  addNote: (id: string, text: string, once: string) => request<ContactNote>("POST", `/v1/contacts/${seg(id)}/notes`, { body: { text }, once }),
  changeNote: (id: string, note: string, text: string) => request<ContactNote>("PATCH", `/v1/contacts/${seg(id)}/notes/${seg(note)}`, { body: { text } }),
  dropNote: (id: string, note: string) => request<undefined>("DELETE", `/v1/contacts/${seg(id)}/notes/${seg(note)}`),
  list: (query: { q?: string; tag?: string; organisation?: string; sort?: ContactOrder; limit?: number; after?: string }) => request<Page<Contact>>("GET", "/v1/contacts", { query }),
  get: (id: string) => request<Contact>("GET", `/v1/contacts/${seg(id)}`),
  add: (body: NewContact, once: string) => request<Contact>("POST", "/v1/contacts", { body, once }),
  timeline: (id: string, query: { limit?: number; after?: string }) => request<Page<Encounter>>("GET", `/v1/contacts/${seg(id)}/timeline`, { query }),
  change: (id: string, body: ContactChange) => request<Contact>("PATCH", `/v1/contacts/${seg(id)}`, { body }),
  conversations: (id: string) => request<Page<Conversation>>("GET", `/v1/contacts/${seg(id)}/conversations`),
};

const search = (query: { q?: string; state?: string; assignee?: string; team?: string; tag?: string; organisation?: string; channel?: string; kind?: string; has?: string; number?: string; from?: string; to?: string; limit?: number; after?: string }, signal?: AbortSignal) =>
  request<Page<SearchHit>>("GET", "/v1/search", { query, signal });

const facts = (after: number, limit = 500) => request<Page<Fact>>("GET", "/v1/facts", { query: { after, limit } });

const staff = {
  list: () => request<Page<Staff>>("GET", "/v1/staff"),
  add: (body: { email: string; name: string; role: Role; teams: string[] }) =>
    request<Staff & { invitation_url: string }>("POST", "/v1/staff", { body }),
  change: (id: string, body: { name?: string; role?: Role; teams?: string[]; skills?: StaffSkill[]; languages?: StaffLanguage[]; state?: "active" | "disabled"; version: number }) =>
    request<Staff>("PATCH", `/v1/staff/${seg(id)}`, { body }),
  invite: (id: string) => request<{ invitation_url: string }>("POST", `/v1/staff/${seg(id)}/invitation`, { body: {} }),
};

const teams = {
  list: () => request<Page<Team>>("GET", "/v1/teams"),
  add: (body: { name: string; members: string[]; absence: Absence }) => request<Team>("POST", "/v1/teams", { body }),
  change: (id: string, body: { name: string; members: string[]; absence: Absence; version: number }) => request<Team>("PATCH", `/v1/teams/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/teams/${seg(id)}`),
};

interface RoleWords { name: string; about: string; permissions: string[] }

const roles = {
  list: () => request<Page<RoleInfo>>("GET", "/v1/roles"),
  add: (body: RoleWords, once: string) => request<RoleInfo>("POST", "/v1/roles", { body, once }),
  change: (id: string, body: RoleWords & { version: number }) => request<RoleInfo>("PATCH", `/v1/roles/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/roles/${seg(id)}`),
};

const skills = {
  list: () => request<Page<Skill>>("GET", "/v1/skills"),
  add: (name: string, once: string) => request<Skill>("POST", "/v1/skills", { body: { name }, once }),
  change: (id: string, body: { name: string; version: number }) => request<Skill>("PATCH", `/v1/skills/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/skills/${seg(id)}`),
};

const reasons = {
  list: () => request<Page<PresenceReason>>("GET", "/v1/presence-reasons"),
  add: (body: { state: ReasonState; name_zh: string; name_en: string }, once: string) => request<PresenceReason>("POST", "/v1/presence-reasons", { body, once }),
  change: (id: string, body: { name_zh?: string; name_en?: string; place?: number; retired?: boolean; version: number }) =>
    request<PresenceReason>("PATCH", `/v1/presence-reasons/${seg(id)}`, { body }),
};

const channels = {
  list: () => request<Page<ChannelListed>>("GET", "/v1/channels"),
  get: (id: string) => request<Channel>("GET", `/v1/channels/${seg(id)}`),
  add: (body: { kind: ChannelKind; name: string; settings?: ChannelSettings }) => request<Channel>("POST", "/v1/channels", { body }),
  change: (id: string, body: { name?: string; settings?: ChannelSettings; state?: "active" | "closed"; version: number }) =>
    request<Channel>("PATCH", `/v1/channels/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/channels/${seg(id)}`),
  rotate: (id: string) => request<Channel>("POST", `/v1/channels/${seg(id)}/secret`, { body: {} }),
  receivers: (id: string) => request<{ items: MailReceiver[] }>("GET", `/v1/channels/${seg(id)}/receivers`),
  previewAutoReply: (id: string, language: "zh-CN" | "en", text: NonNullable<ChannelSettings["auto_reply"]>["text"]) => request<AutoReplyPreview>("POST", `/v1/channels/${seg(id)}/auto-reply/preview`, { body: { language, text } }),
  dkim: (id: string) => request<Dkim>("GET", `/v1/channels/${seg(id)}/dkim`),
  makeDkim: (id: string, selector: string) => request<Dkim>("PUT", `/v1/channels/${seg(id)}/dkim`, { body: { selector } }),
  checkDkim: (id: string) => request<Dkim>("POST", `/v1/channels/${seg(id)}/dkim/check`),
  dropDkim: (id: string) => request<void>("DELETE", `/v1/channels/${seg(id)}/dkim`),
  checkSmtp: (id: string) => request<void>("POST", `/v1/channels/${seg(id)}/smtp/check`),
};

const tokens = {
  list: () => request<Page<Token>>("GET", "/v1/tokens"),
  add: (body: { name: string; scope: Token["scope"]; permissions?: string[]; expires_at?: string }) => request<Token>("POST", "/v1/tokens", { body }),
  revoke: (id: string) => request<void>("DELETE", `/v1/tokens/${seg(id)}`),
};

interface WebhookWords { name: string; url: string; events: string[]; content: Webhook["content"] }

const webhooks = {
  list: () => request<Page<Webhook>>("GET", "/v1/webhooks"),
  events: () => request<Page<string>>("GET", "/v1/events"),
  add: (body: WebhookWords, once: string) => request<Webhook & { secret: string }>("POST", "/v1/webhooks", { body, once }),
  change: (id: string, body: Partial<WebhookWords> & { state?: Webhook["state"]; version: number }) => request<Webhook>("PATCH", `/v1/webhooks/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/webhooks/${seg(id)}`),
  secret: (id: string) => request<{ secret: string }>("GET", `/v1/webhooks/${seg(id)}/secret`),
  rotate: (id: string) => request<{ secret: string }>("POST", `/v1/webhooks/${seg(id)}/secret`),
  ping: (id: string, once: string) => request<Delivery>("POST", `/v1/webhooks/${seg(id)}/ping`, { once }),
  deliveries: (id: string, query: { after?: string; limit?: number; state?: string }) => request<Page<Delivery>>("GET", `/v1/webhooks/${seg(id)}/deliveries`, { query }),
  delivery: (id: string, delivery: number) => request<DeliveryDetail>("GET", `/v1/webhooks/${seg(id)}/deliveries/${delivery}`),
  replay: (id: string, delivery: number, once: string) => request<Delivery>("POST", `/v1/webhooks/${seg(id)}/deliveries/${delivery}/replay`, { once }),
  replayFailed: (id: string) => request<{ deliveries: number; last: number; more: boolean }>("POST", `/v1/webhooks/${seg(id)}/replay`, { body: { state: "failed" } }),
  drop: (id: string, delivery: number) => request<void>("DELETE", `/v1/webhooks/${seg(id)}/deliveries/${delivery}`),
};

export interface AuditQuery { after?: string; limit?: number; staff?: string; action?: string; from?: string; to?: string }

const looks = (query: { after?: string; limit?: number; staff?: string; contact?: string; kind?: string }) => request<Page<Look>>("GET", "/v1/looks", { query });

const audit = (query: AuditQuery) => request<Page<AuditEntry>>("GET", "/v1/audit", { query: { ...query } });

const stuck = {
  list: (after?: string) => request<Page<StuckJob>>("GET", "/v1/stuck", { query: { after } }),
  retry: (id: number) => request<void>("POST", `/v1/stuck/${id}/retry`, { body: {} }),
  discard: (id: number) => request<void>("DELETE", `/v1/stuck/${id}`),
};

function upload(file: File, progress?: (share: number) => void): Promise<Upload> {
  const body = new FormData();
  body.append("file", file, file.name);
  return sendForm<Upload>("/v1/uploads", body, progress);
}

const views = {
  save: (body: ViewEdit, once: string) => request<ViewCount>("POST", "/v1/views", { body, once }),
  change: (id: string, body: Partial<ViewEdit> & { version: number }) => request<ViewCount>("PATCH", `/v1/views/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/views/${seg(id)}`),
  arrange: (keys: string[]) => request<void>("PUT", "/v1/views/order", { body: { keys } }),
};

export type RetentionSave = Pick<RetentionRule, "name" | "position" | "subject" | "states" | "tags" | "channels" | "since" | "days" | "act"> & { active?: boolean; version?: number };

const written = ({ name, position, active, subject, states, tags, channels, since, days, act, version }: RetentionSave): RetentionSave =>
  ({ name, position, active, subject, states, tags, channels, since, days, act, version });

const retention = {
  list: () => request<Page<RetentionRule>>("GET", "/v1/retention-rules"),
  add: (body: RetentionSave, once: string) => request<RetentionRule>("POST", "/v1/retention-rules", { body: written(body), once }),
  change: (id: string, body: RetentionSave) => request<RetentionRule>("PUT", `/v1/retention-rules/${seg(id)}`, { body: written(body) }),
  remove: (id: string) => request<void>("DELETE", `/v1/retention-rules/${seg(id)}`),
  dryRun: (id: string) => request<RetentionTrial>("POST", `/v1/retention-rules/${seg(id)}/dry-run`),
  matches: (id: string, query: { after?: string; limit?: number }) => request<Page<RetentionSample>>("GET", `/v1/retention-rules/${seg(id)}/matches`, { query }),
  runs: (id: string) => request<Page<RetentionRun>>("GET", `/v1/retention-rules/${seg(id)}/runs`),
  holds: () => request<Page<LegalHold>>("GET", "/v1/legal-holds"),
  hold: (kind: LegalHold["kind"], id: string, reason: string) => request<void>("PUT", `/v1/legal-holds/${kind}/${seg(id)}`, { body: { reason } }),
  release: (kind: LegalHold["kind"], id: string) => request<void>("DELETE", `/v1/legal-holds/${kind}/${seg(id)}`),
  erase: (contact: string, confirm: string, once: string) => request<Erasure>("POST", "/v1/erasures", { body: { contact_id: contact, confirm }, once }),
};

const statuses = {
  list: () => request<Page<Status>>("GET", "/v1/statuses"),
  add: (body: StatusSave, once: string) => request<Status>("POST", "/v1/statuses", { body, once }),
  change: (id: string, body: StatusSave & { active: boolean; version: number }) => request<Status>("PATCH", `/v1/statuses/${seg(id)}`, { body }),
  remove: (id: string) => request<void>("DELETE", `/v1/statuses/${seg(id)}`),
};

const bulk = {
  begin: (body: BulkOrder, once: string) => request<BulkAction>("POST", "/v1/bulk-actions", { body, once }),
  get: (id: string) => request<BulkAction>("GET", `/v1/bulk-actions/${seg(id)}`),
  cancel: (id: string) => request<BulkAction>("POST", `/v1/bulk-actions/${seg(id)}/cancellation`, { body: {} }),
  undo: (id: string) => request<BulkAction>("POST", `/v1/bulk-actions/${seg(id)}/undo`, { body: {} }),
};

export interface NewField {
  object: OwnField["object"]; key: string; names: Record<string, string>; type: OwnField["type"];
  required?: boolean; options?: FieldOption[]; bounds?: FieldBounds; default?: unknown;
}

export interface FieldChange {
  names?: Record<string, string>; required?: boolean; options?: FieldOption[]; bounds?: FieldBounds; default?: unknown; no_default?: boolean;
  position?: number; archived?: boolean; version?: number;
}

const fields = {
  list: (archived = false) => request<Page<OwnField>>("GET", "/v1/fields", { query: { archived: archived || undefined } }),
  add: (body: NewField, once: string) => request<OwnField>("POST", "/v1/fields", { body, once }),
  change: (id: string, body: FieldChange) => request<OwnField>("PATCH", `/v1/fields/${seg(id)}`, { body }),
};

export interface NewExport {
  kind: Export["kind"]; format: Export["format"]; since?: string; until?: string; view?: string; state?: string; tag?: string; channel?: string; field?: string;
}

const exports = {
  list: () => request<Page<Export>>("GET", "/v1/exports"),
  start: (body: NewExport, once: string) => request<Export>("POST", "/v1/exports", { body, once }),
  get: (id: string) => request<Export>("GET", `/v1/exports/${seg(id)}`),
  cancel: (id: string) => request<Export>("POST", `/v1/exports/${seg(id)}/cancellation`, { body: {} }),
};

export interface ImportChange { mapping?: string[]; channel_id?: string; existing?: Import["existing"]; time_zone?: string; version?: number }

const importPath = (id: string) => `/v1/imports/${seg(id)}`;

const imports = {
  list: () => request<Page<Import>>("GET", "/v1/imports"),
  upload: (query: { kind: Import["kind"]; channel?: string; time_zone?: string }, file: File) => {
    const body = new FormData();
    body.append("file", file, file.name);
    return request<Import>("POST", "/v1/imports", { query, body });
  },
  get: (id: string) => request<Import>("GET", importPath(id)),
  change: (id: string, body: ImportChange) => request<Import>("PATCH", importPath(id), { body }),
  check: (id: string) => request<Import>("POST", `${importPath(id)}/check`, { body: {} }),
  start: (id: string) => request<Import>("POST", `${importPath(id)}/start`, { body: {} }),
  cancel: (id: string) => request<Import>("POST", `${importPath(id)}/cancellation`, { body: {} }),
  undo: (id: string) => request<Import>("POST", `${importPath(id)}/undo`, { body: {} }),
  remove: (id: string) => request<void>("DELETE", importPath(id)),
  reportUrl: (id: string) => `${importPath(id)}/report`,
};

const notifications = {
  list: (query: { unseen?: boolean; limit?: number; after?: string }) => request<Notices>("GET", "/v1/notifications", { query }),
  see: (body: { ids?: string[]; conversation_id?: string }) => request<void>("PUT", "/v1/notifications/seen", { body }),
};

export const api = {
  notifications,
  retention,
  fields, exports, imports,
  views, statuses, bulk, providers,
  setup, invitation, session, signIn, factor, passkeys, me, conversations, messages, topics, risks, drafts, contacts, search, facts,
  staff, teams, roles, skills, reasons, channels, tokens, audit, looks, webhooks, stuck, upload, sending, signature, cannedReplies, macros, automations,
};
