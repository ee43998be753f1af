import type { Fact } from "../../api";

interface Telling { key: string; ids: Record<string, string>; values: Record<string, string>; times?: Record<string, string> }

/** Which sentence tells a fact, and which ids in it are to become names. Facts
 * that only move screens (drafts, typing, reading) are not part of a story. */
export function told(fact: Fact): Telling | null {
  const text = (name: string) => (typeof fact.data[name] === "string" ? (fact.data[name] as string) : "");
  const list = (name: string) => (Array.isArray(fact.data[name]) ? (fact.data[name] as unknown[]).map(String).join(", ") : text(name));
  switch (fact.name) {
    case "conversation.assigned": {
      if (text("because") === "absent") return { key: text("since") ? "timeline.returned" : "timeline.returnedNever", ids: { whom: text("was"), team: text("team") }, values: {}, times: { since: text("since") } };
      const staff = text("assignee") !== text("was") ? text("assignee") : "";
      const team = text("team") !== text("was_team") ? text("team") : "";
      if (staff) return { key: staff === fact.by ? "timeline.taken" : "timeline.assigned", ids: { whom: staff }, values: {} };
      if (team) return { key: "timeline.assignedTeam", ids: { whom: team }, values: {} };
      return { key: "timeline.unassigned", ids: {}, values: {} };
    }
    case "conversation.tagged": {
      const tags = list("added") || list("tags");
      return tags ? { key: "timeline.tagged", ids: {}, values: { tags } } : { key: "timeline.untagged", ids: {}, values: { tags: list("removed") } };
    }
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
    case "macro.applied":
    case "contact.identified":
      return { key: `timeline.${fact.name}`, ids: {}, values: {} };
    case "conversation.merged":
    case "conversation.merge_undone":
    case "conversation.joined":
    case "conversation.parted":
    case "conversation.split":
    case "conversation.split_undone":
      return { key: `timeline.${fact.name}`, ids: {}, values: { number: String(fact.data["into_number"] ?? fact.data["from_number"] ?? fact.data["number"] ?? ""), count: String(fact.data["messages"] ?? "") } };
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
