/** Whether a text is the address of a site and nothing more. */
export function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text.replace(/\/$/, "");
  } catch {
    return false;
  }
}

/** Where nobody at the other end has said anything, what we have is the text of our own
 * network, in words that help nobody: the reason says it already. */
const ours = new Set(["host_unknown", "port_blocked", "port_closed", "not_secure", "tls_name", "tls_untrusted", "silent", "hung_up", "unreachable", "grant_away", "sealed"]);

/** What the other side said of a trouble, word for word. */
export function spoken(reason: string, said: string): string | undefined {
  return ours.has(reason) || said === "" ? undefined : said;
}
