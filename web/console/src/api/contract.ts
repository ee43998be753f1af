import type { components } from "./schema";
import type { Provider } from "./types";
import type {
  AuditEntry, CannedReply, Contact, Conversation, Delivery, DeliveryAttempt, Draft, Encounter, Enrolment, Entrance, Factor, Look, Macro,
  Message, Passkey, PresenceReason, Rendering, Revision, RoleInfo, Sending, Session, SignInOffer, SignInPolicy, Skill, Staff, StuckJob,
  TagCount, Team, Token, Tour, Upload, ViewCount, Webhook,
} from "./types";

// What the server's own description promises has to fit what the screens rely
// on. Nothing runs here: a server that changes fails the type check.

type Promised = components["schemas"];

/** The description says "text" where we name the few texts that come. */
type Loose<T> = T extends string ? string : T extends (infer Item)[] ? Loose<Item>[] : T extends object ? { [Key in keyof T]: Loose<T[Key]> } : T;
type Fits<Promise extends Loose<Relied>, Relied> = Promise;

export type Held = [
  Fits<Promised["Conversation"], Conversation>,
  Fits<Promised["Message"], Message>,
  Fits<Omit<Promised["Contact"], "identities">, Omit<Contact, "identities">>,
  Fits<Promised["StaffView"], Staff>,
  Fits<Promised["TeamView"], Team>,
  Fits<Promised["RoleView"], RoleInfo>,
  Fits<Promised["SkillView"], Skill>,
  Fits<Promised["ReasonView"], PresenceReason>,
  Fits<Promised["LookView"], Look>,
  Fits<Promised["WebhookView"], Webhook>,
  Fits<Promised["DeliveryView"], Delivery>,
  Fits<Promised["AttemptView"], DeliveryAttempt>,
  Fits<Promised["DraftView"], Draft>,
  Fits<Promised["Entry"], Encounter>,
  Fits<Promised["Revision"], Revision>,
  Fits<Promised["View"], ViewCount>,
  Fits<Promised["TagCount"], TagCount>,
  Fits<Promised["SessionView"], Session>,
  Fits<Promised["TokenView"], Token>,
  Fits<Promised["Entrance"]["step"], Entrance["step"]>,
  Fits<Promised["SignInOffer"]["password"], SignInOffer["password"]>,
  Fits<Omit<Promised["PolicyView"], "second_factor">, Omit<SignInPolicy, "second_factor">>,
  Fits<Promised["ProviderView"], Provider>,
  Fits<Promised["FactorView"], Factor>,
  Fits<Promised["PasskeyView"], Passkey>,
  Fits<Promised["Enrolment"], Enrolment>,
  Fits<Omit<Promised["StuckView"], "args">, Omit<StuckJob, "args">>,
  Fits<Omit<Promised["AuditView"], "before" | "after">, Omit<AuditEntry, "before" | "after">>,
  Fits<Promised["Uploaded"], Upload>,
  Fits<Promised["SendingView"], Sending>,
  Fits<Promised["TourView"], Tour>,
  Fits<Promised["CannedReply"], CannedReply>,
  Fits<Promised["Macro"], Macro>,
  Fits<Promised["Rendering"], Rendering>,
];
