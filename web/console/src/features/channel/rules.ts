/** Whether a text is the address of a site and nothing more. */
export function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text.replace(/\/$/, "");
  } catch {
    return false;
  }
}
