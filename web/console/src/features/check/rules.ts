import type { IdentityCheck } from "../../api/identityCheck";

export type Look = "plain" | "waits" | "good" | "warn" | "bad" | "none";

/** How a state looks: green only where somebody has shown who they are, red where nothing may be told. */
export function looks(state: IdentityCheck["state"]): Look {
  switch (state) {
    case "passed": return "good";
    case "sent": return "waits";
    case "failed": return "bad";
    case "refused":
    case "unsent": return "warn";
    case "none": return "plain";
    default: return "none";
  }
}
