import type { Fact } from "../../api";

interface Why { code: string; value?: string }

interface Telling { key: string; ids: Record<string, string>; values: Record<string, string | number>; times?: Record<string, string>; words?: Record<string, string>; why?: Why[] }

/** Which sentence tells a fact, and which ids in it are to become names. Facts
 * that only move screens (drafts, typing, reading) are not part of a story. */
export function told(fact: Fact): Telling | null {
  const text = (name: string) => (typeof fact.data[name] === "string" ? (fact.data[name] as string) : "");
  const list = (name: string) => (Array.isArray(fact.data[name]) ? (fact.data[name] as unknown[]).map(String).join(", ") : text(name));
  switch (fact.name) {
    case "conversation.assigned": {
      if (text("because") === "absent") return { key: text("since") ? "timeline.returned" : "timeline.returnedNever", ids: { whom: text("was"), team: text("team") }, values: {}, times: { since: text("since") } };
      if (text("because") === "rule") return { key: "timeline.ruled", ids: { whom: text("team") }, values: {} };
      if (text("because") === "routed") return { key: "timeline.routed", ids: { whom: text("assignee") }, values: {}, why: (fact.data["why"] as Why[] | undefined) ?? [] };
      if (text("because") === "accepted") return { key: "timeline.accepted", ids: {}, values: {}, why: ((fact.data["why"] as Why[] | undefined) ?? []).filter((each) => each.code !== "accepted") };
      if (text("because") === "next") return { key: "timeline.tookNext", ids: {}, values: {} };
      if (text("because") === "replied") return { key: "timeline.tookByReplying", ids: {}, values: {} };
      if (text("because") === "withdrawn") return { key: "timeline.gaveUpByWithdrawing", ids: {}, values: {} };
      const staff = text("assignee") !== text("was") ? text("assignee") : "";
      const team = text("team") !== text("was_team") ? text("team") : "";
      if (staff) return { key: staff === fact.by ? "timeline.taken" : "timeline.assigned", ids: { whom: staff }, values: {} };
      if (team) return { key: "timeline.assignedTeam", ids: { whom: team }, values: {} };
      return { key: "timeline.unassigned", ids: {}, values: {} };
    }
    case "message.reread":
      return { key: text("because") === "key_added" ? "timeline.unlocked" : "timeline.message.reread", ids: {}, values: {} };
    case "conversation.topic_corrected":
      return { key: text("topic") === text("was") ? "timeline.topicConfirmed" : text("topic") ? "timeline.topicCorrected" : "timeline.topicUnknown", ids: text("topic") ? { topic: text("topic") } : {}, values: {} };
    case "risk.raised":
    case "risk.reopened":
      return { key: `timeline.${fact.name}`, ids: {}, values: {}, words: { kind: `gist.risk.${text("kind")}` } };
    case "risk.closed":
      return { key: `timeline.risk.${text("outcome")}`, ids: {}, values: {}, words: { kind: `gist.risk.${text("kind")}` } };
    case "message.emotion_corrected":
      return { key: "timeline.emotionCorrected", ids: {}, values: {}, words: { emotion: `gist.emotion.${text("emotion")}` } };
    case "conversation.reserved":
      return { key: `timeline.reserved.${text("because")}`, ids: { whom: text("staff") }, values: {}, times: { until: text("until") } };
    case "automation.ran":
      return text("called") ? { key: "timeline.automationRan", ids: {}, values: { name: text("called") } } : { key: "timeline.automation.ran", ids: {}, values: {} };
    case "help.asked":
      return { key: "timeline.help.asked", ids: {}, values: {} };
    case "help.taken":
      return { key: "timeline.help.taken", ids: { whom: text("asked_by") }, values: {} };
    case "help.ended":
      return { key: `timeline.help.${fact.by ? text("outcome") : "over"}`, ids: {}, values: {} };
    case "companion.joined":
      return { key: "timeline.companion.joined", ids: {}, values: {} };
    case "companion.left":
      return { key: `timeline.companion.${text("because")}`, ids: {}, values: {} };
    case "offer.ended":
      return text("state") === "refused" || text("state") === "missed" ? { key: `timeline.offer.${text("state")}`, ids: { whom: text("staff") }, values: {} } : null;
    case "conversation.tagged": {
      const tags = list("added") || list("tags");
      return tags ? { key: "timeline.tagged", ids: {}, values: { tags } } : { key: "timeline.untagged", ids: {}, values: { tags: list("removed") } };
    }
    case "callback.ended":
      return { key: text("state") === "withdrawn" ? `timeline.callback.withdrawn.${text("because")}` : `timeline.callback.${text("state")}`, ids: {}, values: {} };
    case "callback.tried":
      return { key: "timeline.callback.tried", ids: {}, values: { count: String(fact.data["tries"] ?? "") }, times: { from: text("from") } };
    case "callback.asked":
      return { key: "timeline.callback.asked", ids: {}, values: {}, times: { from: text("from"), until: text("until") } };
    case "callback.taken":
    case "callback.returned":
    case "conversation.message_left":
    case "conversation.opened":
    case "conversation.resolved":
    case "conversation.reopened":
    case "conversation.snoozed":
    case "conversation.status_changed":
    case "conversation.waiting":
    case "conversation.changed":
    case "conversation.imported":
    case "conversation.field_changed":
    case "message.arrived":
    case "message.replied":
    case "message.noted":
    case "message.revised":
    case "message.withdrawn":
    case "message.trust_changed":
    case "message.unmasked":
    case "identity_check.sent":
    case "identity_check.unsent":
    case "identity_check.passed":
    case "identity_check.failed":
    case "identity_check.expired":
    case "identity_check.refused":
    case "invitation.answered":
    case "macro.applied":
    case "contact.identified":
    case "conversation.split_proposed":
    case "conversation.split_dismissed":
    case "conversation.stranger_wrote":
    case "conversation.left_alone":
      return { key: `timeline.${fact.name}`, ids: {}, values: {} };
    case "conversation.participant_judged":
      return { key: `timeline.participant.${text("standing")}`, ids: {}, values: {} };
    case "conversation.merged":
    case "conversation.merge_undone":
    case "conversation.joined":
    case "conversation.parted":
    case "conversation.split":
    case "conversation.split_undone":
      return { key: `timeline.${fact.name}`, ids: {}, values: { number: String(fact.data["into_number"] ?? fact.data["from_number"] ?? fact.data["number"] ?? ""), count: Number(fact.data["messages"] ?? 0) } };
    case "message.auto_reply_decided":
      return { key: fact.data["sent"] ? "timeline.autoReplied" : "timeline.notAutoReplied", ids: {}, values: {} };
    case "message.delivery_changed":
      return delivery(text("state"), text("reason_code"), fact.by);
    default:
      return null;
  }
}

/** That a reply left is told already; what is worth a line is how it went on. */
function delivery(state: string, because: string, by?: string): Telling | null {
  const line = (key: string) => ({ key: `timeline.${key}`, ids: {}, values: {} });
  if (state === "queued" && by) return line("sentAgain");
  if (state === "delivered" && by) return line("confirmed");
  if (because.startsWith("delayed")) return line("delayed");
  return state === "failed" || state === "bounced" || state === "unknown" || state === "delivered" ? line(state) : null;
}
