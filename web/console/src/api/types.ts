// What the server says, in its own words (snake_case, instants as RFC 3339).
// Lists are never null; an absent reference or instant is.

import type { components } from "./schema";

export type Instant = string;

export interface Named { id: string; name: string }

export interface Page<Item> { items: Item[]; next: string; cursor?: number }

export type ConversationState = "open" | "waiting" | "snoozed" | "resolved";
export type Priority = "low" | "normal" | "high" | "urgent";
export type ChannelKind = "webchat" | "form" | "email" | "api";
export type Tier = "standard" | "vip";
export type MessageKind = "inbound" | "reply" | "note" | "system";
export type DeliveryState = "received" | "queued" | "sent" | "delivered" | "read" | "failed" | "bounced" | "unknown";
export type PresenceState = "online" | "busy" | "away" | "after_call" | "offline";
export interface Presence { state: PresenceState; reason: string; since: Instant | null; until: Instant | null }
/** One of the four that are built in, or the id of one of the house's own. */
export type Role = string;
export interface StaffSkill { id: string; name?: string; level: number }
export interface StaffLanguage { language: string; level: number }

export interface Conversation {
  id: string;
  number: number;
  subject: string;
  state: ConversationState;
  status?: { id: string; name_zh: string; name_en: string; color: string } | null;
  priority: Priority;
  channel: { id: string; kind: ChannelKind; name: string };
  contact: { id: string; name: string; tier: Tier };
  assignee: Named | null;
  team: Named | null;
  tags: string[];
  preview: string;
  last_message_kind: MessageKind | "";
  message_count: number;
  created_at: Instant;
  updated_at: Instant;
  last_message_at: Instant;
  waiting_since: Instant | null;
  snoozed_until: Instant | null;
  resolved_at: Instant | null;
  staff_read_upto?: string;
  /** The one that stands for this since they were merged. */
  merged_into?: Numbered | null;
  /** Values of the house's own fields, by key. */
  fields: FieldValues;
  version: number;
  can: ConversationPowers;
  /** Why one cannot reply: no_permission, channel_closed, channel_cannot_send. */
  reply_refused: string;
  /** What was understood of it last. */
  gist: Gist;
}

export type Emotion = components["schemas"]["ReadEmotion"]["label"];
export type RiskKind = components["schemas"]["RiskView"]["kind"];
export interface Gist { topic_id: string; emotion: Emotion | ""; urgency: number; risks: RiskKind[] }
export type Risk = components["schemas"]["RiskView"];
export type RiskRule = components["schemas"]["RiskRuleView"];
export type RiskWords = components["schemas"]["RiskWordsView"];
export type Topic = components["schemas"]["TopicView"];
export type TopicModel = components["schemas"]["TopicModelView"];
export type TopicSave = Partial<Pick<Topic, "parent_id" | "name_zh" | "name_en" | "description" | "words" | "team_id" | "archived">>;
export type Reading = components["schemas"]["ReadingView"];

export interface ConversationPowers {
  reply: boolean;
  note: boolean;
  assign: boolean;
  tag: boolean;
  resolve: boolean;
  reopen: boolean;
  snooze: boolean;
  change: boolean;
  delete: boolean;
  merge?: boolean;
}

export interface Numbered { id: string; number: number }

/** What a conversation has to do with others. */
export interface Links {
  merged_into: Numbered | null;
  halves: Half[];
  split_from: Apart | null;
  split_off: Apart[];
  split_proposals: SplitProposal[];
  strangers: Participant[];
  told_apart: ToldApart[];
  maybe_same: { conversation: Conversation; because: { code: string; values: Record<string, unknown> }[] }[];
}

export type SplitProposal = components["schemas"]["Proposal"];
export type Participant = components["schemas"]["Participant"];
export interface Half extends Numbered { subject: string; contact: { id: string; name: string }; messages: number; at: Instant; by: Named; because: string; can_undo: boolean }
/** Another matter, as somebody said. */
export interface ToldApart extends Numbered { subject: string; at: Instant; by: Named; can_undo: boolean }
export interface Apart extends Numbered { subject: string; messages: number; at: Instant; by: Named; can_undo: boolean }

export interface MessageDelivery {
  state: DeliveryState;
  /** What the other side said. */
  reason: string;
  /** Why it failed, as a code; "" when it did not. */
  reason_code: string;
  details: Record<string, string>;
  /** A reply that waits leaves then; until then it can be taken back. */
  leaves_at: Instant | null;
  /** A reply that is held up is tried again then. */
  next_try_at?: Instant | null;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  inline: boolean;
  /** The name by which the HTML of its mail refers to it (`cid:`). */
  content_id?: string;
  url: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  /** The merged conversation that it came from. */
  origin?: Numbered | null;
  kind: MessageKind;
  author: { kind: "contact" | "staff" | "system"; id: string; name: string };
  /** Of a note that was whispered: to whom. */
  whisper_to?: { id: string; name: string } | null;
  /** Of the mail that it came in. */
  subject: string;
  text: string;
  html: string;
  reply_text: string;
  sent_at: Instant;
  created_at: Instant;
  delivery: MessageDelivery;
  attachments: Attachment[];
  revisions: number;
  /** Of a mail: whether it was answered automatically, or why not. */
  auto_reply?: components["schemas"]["AutoReply"] | null;
  /** A reply that nobody pressed a button for. */
  automatic?: boolean;
  /** Of a mail: the address that it came from. */
  from_address: string;
  unreadable: boolean;
  has_raw?: boolean;
  code: string;
  values: Record<string, unknown>;
  client_id: string;
  /** Of who sent a mail; what is none has none. */
  trust?: Trust | null;
  /** Events that a mail brings. */
  invitations?: InvitationCard[];
  /** What of it the reader does not see, as it stands in the texts instead. */
  masked?: { kind: string; shown: string }[];
}

export type Trust = components["schemas"]["TrustCard"];
export type InvitationCard = components["schemas"]["InvitationCard"];
export type TrustWarning = components["schemas"]["Warning"];
export type MailSignature = components["schemas"]["Signature"];
export type MailEncryption = components["schemas"]["Encryption"];
export type MailReceiver = components["schemas"]["Receiver"];

export interface Identity { id: string; kind: "email" | "phone" | "visitor" | "external"; value: string; verified: boolean; bounced?: Bounce | null }
/** Mail to an address came back: since when, and why the last time. */
export interface Bounce { since: Instant; because: string; said: string }

export type OrganisationBrief = components["schemas"]["Brief"];
export type Organisation = components["schemas"]["Organisation"];
export type ContactNote = components["schemas"]["Note"];

export interface Contact {
  tags: string[];
  organisation?: OrganisationBrief | null;
  id: string;
  name: string;
  tier: Tier;
  locale: string;
  time_zone: string;
  attributes: Record<string, unknown>;
  fields: FieldValues;
  identities: Identity[];
  created_at: Instant;
  seen_at: Instant | null;
  automatic: boolean;
  version: number;
  can: { change: boolean };
}
export type ChannelListed = Channel & Pick<components["schemas"]["ChannelListed"], "health">;

export interface Staff {
  id: string;
  email: string;
  name: string;
  role: Role;
  role_name: string;
  skills: StaffSkill[];
  languages: StaffLanguage[];
  teams: Named[];
  state: "active" | "disabled";
  /** Has not set a password yet. */
  invited: boolean;
  /** Has a second factor, or a passkey. */
  second_factor: boolean;
  presence: Presence;
  locale: string;
  time_zone: string;
  created_at: Instant;
  version: number;
  can: { change: boolean; disable: boolean; reset_factor: boolean };
}

export interface Me { staff: Staff; permissions: string[]; session: string; version: string }

export interface Absence { then: "stay" | "return"; minutes: number }
export interface Team { id: string; name: string; members: Named[]; absence: Absence; reply_takes: boolean; version: number; can: { change: boolean } }

export interface RoleInfo { id: Role; name: string; about: string; permissions: string[]; own: boolean; staff: number; version: number; can: { change: boolean } }
export interface Skill { id: string; name: string; staff: number; version: number; can: { change: boolean } }
export type ReasonState = "busy" | "away" | "after_call";
export interface PresenceReason { id: string; state: ReasonState; name_zh: string; name_en: string; place: number; retired: boolean; version: number; can: { change: boolean } }
/** Somebody looked at personal data; looks within an hour are one entry. */
export interface Look { id: number; actor: Named; token: Named | null; object: { kind: string; id: string }; contact: Named | null; times: number; first_at: Instant; last_at: Instant; ip: string }

export type CustomerFieldName = "name" | "email" | "phone" | "order" | "topic" | "message" | "consent";

export interface CustomerField { name: CustomerFieldName; required: boolean; label: Record<string, string>; choices?: Record<string, string>[]; link?: string }

export interface ChannelSettings {
  allowed_origins?: string[];
  greeting?: Record<string, string>;
  title?: Record<string, string>;
  colour?: string;
  address?: string;
  plus_addresses?: boolean;
  quote?: boolean;
  auto_reply?: { on?: boolean; text?: Partial<Record<"zh-CN" | "en", string>> };
  signature?: string;
  receiver?: string;
  sign_replies?: boolean;
  from_name?: string;
  look?: { theme: "auto" | "light" | "dark"; position: "left" | "right"; radius: number; launcher: Record<string, string>; logo: string; quiet: boolean };
  before?: { asks: boolean; intro: Record<string, string>; fields: CustomerField[] };
  identity?: { keys: string; user_hash: boolean; attributes: string[]; required: boolean };
  continuing?: { mailbox: string; minutes: number; page: string };
  intro?: Record<string, string>;
  thanks?: Record<string, string>;
  logo?: string;
  mailbox?: string;
  fields?: CustomerField[];
  files?: boolean;
  imap?: { host: string; port: number; security: "starttls" | "tls" | "none"; user: string; password: string; folder: string; begin: "now" | "week" | "month" | "all" };
  smtp?: { host: string; port: number; security: "starttls" | "tls" | "none"; user: string; password: string };
}

export type AutoReplyPreview = components["schemas"]["Preview"];
export type Dkim = components["schemas"]["DKIM"];
export type Envelope = components["schemas"]["Envelope"];

export interface Channel {
  id: string;
  key: string;
  kind: ChannelKind;
  name: string;
  secret?: string;
  settings: ChannelSettings;
  state: "active" | "closed";
  last_inbound_at: Instant | null;
  last_outbound_at: Instant | null;
  version: number;
  can: { change: boolean };
}

export interface Fact {
  cursor: number;
  name: string;
  at: Instant;
  conversation_id: string;
  contact_id: string;
  by: string;
  data: Record<string, unknown>;
}

export type ViewKey = "mine" | "unassigned" | "team" | "all" | "waiting" | "snoozed" | "resolved";

export type ListOrder = "newest" | "oldest" | "created_newest" | "created_oldest" | "longest_waiting" | "priority";

export interface Span { over_hours?: number; within_hours?: number; from?: Instant; to?: Instant }

/** What a list is narrowed to. "me", "mine" and "none" stay whoever looks. */
export interface Filter {
  states?: ConversationState[];
  statuses?: string[];
  assignees?: string[];
  teams?: string[];
  tags_any?: string[];
  tags_all?: string[];
  tags_none?: string[];
  channels?: string[];
  organisations?: string[];
  topics?: string[];
  emotions?: Emotion[];
  risks?: RiskKind[];
  priorities?: Priority[];
  tiers?: Tier[];
  created?: Span;
  last_message?: Span;
  waiting_over_hours?: number;
  order?: ListOrder;
}

export type Audience = "me" | "team" | "everybody";

/** A view with its count. The key of a saved one is its id. */
export interface ViewCount {
  key: string;
  id: string;
  name: string;
  color: string;
  icon: string;
  filter: Filter | null;
  audience: Audience | "";
  team: Named | null;
  owner: Named | null;
  version: number;
  count: number;
  count_is: "exact" | "at_least";
  oldest_waiting_since: Instant | null;
  can: { change: boolean; share: boolean };
}

export interface ViewEdit { name: string; filter: Filter; color?: string; audience: Audience; team?: string }

export interface StatusSave { name_zh: string; name_en: string; state: ConversationState; color: string; position?: number }

/** A finer word of ours for one of the four states. */
export interface Status {
  id: string;
  name_zh: string;
  name_en: string;
  state: ConversationState;
  color: string;
  position: number;
  active: boolean;
  version: number;
  can: { change: boolean };
}

export interface Acts {
  assignee?: string;
  team?: string;
  add_tags?: string[];
  remove_tags?: string[];
  priority?: Priority;
  status?: string;
  state?: ConversationState;
  snoozed_until?: Instant;
  delete?: boolean;
}

/** Something done to many conversations. */
export interface BulkAction {
  id: string;
  state: "gathering" | "running" | "done" | "cancelled" | "undoing" | "undone";
  total: number;
  done: number;
  same: number;
  refused: number;
  undone: number;
  kept: number;
  /** The macro that is applied; `writes` when some of it stays after an undoing. */
  macro: { id: string; name: string; writes: boolean } | null;
  reasons: { code: string; count: number; examples: { id: string; number: number }[] }[];
  can: { cancel: boolean; undo: boolean };
}

export interface BulkOrder {
  ids?: string[];
  query?: { view?: string; filter?: Filter; tag?: string; channel?: string; as_of?: number };
  acts?: Acts;
  macro?: string;
}

export interface Views { items: ViewCount[]; cursor: number }

export interface Draft {
  kind: "reply" | "note";
  text: string;
  html: string;
  attachments: Upload[];
  /** 0 while nothing has been begun. */
  version: number;
  updated_at: Instant | null;
}

/** A message as it stood before it was rewritten, until `at`. */
export interface Revision { revision: number; text: string; html: string; at: Instant; by: Named }

/** One message of a contact, and the conversation it stands in. */
export interface Encounter { message: Message; number: number; subject: string; channel: Conversation["channel"] }

export interface SearchHit {
  kind: "conversation" | "contact";
  conversation: Conversation | null;
  contact: Contact | null;
  message_id: string;
  snippet: { text: string; hit?: boolean }[];
  because: "" | "message" | "subject" | "number" | "name" | "identity" | "field";
  ranked: ("exact" | "recent" | "several")[];
}

export interface Session {
  id: string;
  created_at: Instant;
  seen_at: Instant;
  ip: string;
  agent: string;
  current: boolean;
}

/** How far somebody has come who signs in. */
export type Step = "in" | "code" | "enrol" | "passkey";

export interface Entrance { step: Step; me: Me | null; until: Instant | null }

export interface SignInOffer {
  /** Nobody works here yet. */
  setup_open: boolean;
  password: boolean;
  passkeys: boolean;
  /** For single sign-on. */
  providers: Named[];
  waiting: { step: Exclude<Step, "in">; name: string; email: string; until: Instant } | null;
}

export interface SignInPolicy {
  /** The least role that must have a second factor; "" = nobody must. */
  second_factor: "" | "agent" | "lead" | "manager" | "admin";
  password: boolean;
  /** By role: people who would have to have one and have none. */
  lacking: Record<string, number>;
  version: number;
}

/** Another house whose word about somebody counts. */
export interface Provider {
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  domains: string[];
  creates: boolean;
  role: string;
  teams: string[];
  both_factors: boolean;
  private: boolean;
  state: "active" | "off";
  version: number;
  /** To be registered at the provider. */
  return_url: string;
}

export type ProviderChange = Partial<Omit<Provider, "id" | "version" | "return_url">> & { secret?: string; version?: number };

/** How one shows again that it is oneself. */
export interface Proof { password?: string; code?: string }

export interface Factor {
  on: boolean;
  since: Instant | null;
  recovery_codes: number;
  passkeys: number;
  must: boolean;
  password: boolean;
  passkeys_work: boolean;
}

export interface Enrolment { secret: string; address: string }

export interface RecoveryCodes { recovery_codes: string[] }

/** What navigator.credentials is asked, and under which name to answer. */
export interface Ceremony { ceremony: string; options: unknown }

export interface Passkey { id: string; name: string; created_at: Instant; used_at: Instant | null }

export interface Token {
  id: string;
  name: string;
  scope: "all" | "read" | "intake" | "chosen";
  /** What it may today. */
  permissions: string[];
  created_at: Instant;
  used_at: Instant | null;
  used_ip: string;
  expires_at: Instant | null;
  token?: string;
}

export interface AuditEntry {
  id: number;
  at: Instant;
  actor: Named;
  token: Named | null;
  action: string;
  object: { kind: string; id: string };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  ip: string;
}

export interface StuckJob {
  id: number;
  kind: string;
  lane: string;
  attempts: number;
  error: string;
  since: Instant;
  args: Record<string, unknown>;
  can: { retry: boolean; discard: boolean };
}

export interface TagCount { tag: string; count: number }

export interface Upload { id: string; name: string; type: string; size: number; url: string }

export interface Webhook {
  id: string; name: string; url: string; events: string[]; content: "ids" | "objects"; clear: boolean; state: "active" | "paused"; paused_because: "" | "person" | "gone";
  failures: number; failing_since: Instant | null; blocked_until: Instant | null; delivered_at: Instant | null;
  waiting: number; failed: number; created_at: Instant; version: number; can: { change: boolean };
}
export type HookDelivery = "pending" | "delivered" | "failed" | "dropped";
/** One event on its way to one webhook. */
export interface Delivery {
  id: number; webhook_id: string; event: string; state: HookDelivery; attempts: number; next_at: Instant | null; status: number; reason: string; detail: string;
  replay_of: number; created_at: Instant; done_at: Instant | null; can: { replay: boolean; drop: boolean };
}
export interface DeliveryAttempt { at: Instant; took_ms: number; status: number; reason: string; detail: string; answer: string }
export interface DeliveryDetail extends Delivery { body: unknown; history: DeliveryAttempt[] }
export interface RetentionRun { started_at: Instant; ended_at: Instant | null; erased: number; held: number; failed: number }
export interface RetentionRule {
  id: string; name: string; position: number; active: boolean; subject: "conversation" | "contact"; states: string[]; tags: string[]; channels: string[];
  since: "last_message" | "resolved"; days: number; act: "delete" | "anonymise"; tried: boolean; version: number; last_run: RetentionRun | null; can: { change: boolean; activate: boolean };
}
export interface RetentionSample { id: string; number: number; name: string; at: Instant; held: boolean }
export interface RetentionTrial { count: number; held: number; sample: RetentionSample[] }
export interface LegalHold { kind: "contact" | "conversation"; id: string; reason: string; by: string; at: Instant }
export interface Erasure { id: string; contact_id: string; done_at: Instant | null }

/** How replies leave; null is "as the house does it". */
export interface SendingChoice { mail_seconds: number | null; chat_seconds: number | null; enter_sends: boolean | null }

export interface Sending { own: SendingChoice; house: SendingChoice; effective: SendingChoice; can: { change_house: boolean } }

export type Scope = "personal" | "team" | "everybody";

export interface WordingText { text: string; html: string }

export interface CannedReply {
  id: string;
  scope: Scope;
  staff: string;
  team: string;
  shortcut: string;
  title: string;
  folder: string;
  tags: string[];
  /** By language. */
  texts: Record<string, WordingText>;
  used_count: number;
  used_at: Instant | null;
  version: number;
  updated_at: Instant;
  because: string;
  can: { change: boolean };
}

/** A canned reply made ready for one customer. */
export interface Rendering { text: string; html: string; locale: string; missing: string[] }

export type StepKind = "reply" | "note" | "assign" | "team" | "tag" | "priority" | "snooze" | "resolve" | "state";

export interface MacroStep {
  kind: StepKind;
  text?: string;
  html?: string;
  assignee?: string;
  team?: string;
  add?: string[];
  remove?: string[];
  priority?: Priority | "";
  minutes?: number;
  state?: "open" | "waiting" | "";
  canned_reply?: string;
}

export type Occasion = "opened" | "arrived" | "replied" | "assigned" | "resolved" | "waiting" | "quiet";
export type AutomationMode = "off" | "trial" | "on";
export type AutomationOutcome = "done" | "would" | "refused" | "held";

/** What happens by itself. */
export interface Automation {
  id: string;
  name: string;
  mode: AutomationMode;
  occasion: Occasion;
  minutes: number;
  condition: string;
  steps: MacroStep[];
  ends: boolean;
  version: number;
  position: number;
  updated_at: Instant;
  updated_by: Named;
  day: Record<AutomationOutcome, number>;
}

/** One time that an automation's condition held. */
export interface AutomationTurn { automation: Named; version: number; conversation_id: string; number: number; subject: string; outcome: AutomationOutcome; reason: string; message_id: string; at: Instant }

/** What a condition says of the newest conversations. */
export interface Forecast { looked: number; matched: number; broke: number; examples: { id: string; number: number; subject: string; customer: string; at: Instant }[] }

/** One thing that a condition can ask for. */
export interface RuleWord { name: string; kind: "text" | "number" | "texts" | "fields"; values: string[] }

export interface Macro {
  id: string;
  scope: Scope;
  staff: string;
  team: string;
  name: string;
  steps: MacroStep[];
  used_count: number;
  used_at: Instant | null;
  version: number;
  updated_at: Instant;
  can: { change: boolean };
}

/** A step with what it would do now, and why. */
export interface Planned { kind: StepKind; effect: "does" | "nothing" | "refused"; because: string; text: string; missing: string[]; step: MacroStep }

/** Something that the house wants to know about contacts or conversations. */
export type OwnField = components["schemas"]["Field"];
export type FieldType = OwnField["type"];
export type FieldOption = components["schemas"]["Option"];
export type FieldBounds = components["schemas"]["Bounds"];
export type FieldValues = Record<string, unknown>;

/** A file on its way in, and one on its way out. */
export type Import = components["schemas"]["Import"];
export type Export = components["schemas"]["Export"];

export type TourStep = "channel" | "arrived" | "seen" | "answered" | "resolved";

/** How far somebody has come in the first steps. */
export interface Tour {
  state: "fresh" | "running" | "put_away" | "finished";
  offered: boolean;
  steps: { name: TourStep; done: boolean }[];
  channel: { id: string; key: string; kind: ChannelKind; name: string } | null;
  conversation: string;
}
/** Something that concerns me. `Notification` alone is the browser's word. */
type NotificationView = components["schemas"]["NotificationView"];
/** It is about a conversation or about a channel. */
export type Notice = Omit<NotificationView, "conversation" | "channel" | "queue"> & { conversation: NotificationView["conversation"] | null; channel: NotificationView["channel"] | null; queue: NotificationView["queue"] | null };
export type NoticeKind = Notice["kind"];
export interface Notices extends Page<Notice> { unseen: number }
export type Preference = components["schemas"]["Preference"];
export type QuietHours = components["schemas"]["QuietHoursView"];
export type QuietSpan = components["schemas"]["QuietSpan"];
export type PushSubscribed = components["schemas"]["SubscriptionView"];
export type PushTrial = components["schemas"]["PushTrialView"];
