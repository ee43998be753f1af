import { has, type Words } from "./index";

interface FaultLike { code: string; detail: string; status: number }

/** What happened, in the words of the person; the server's own sentence when
 * we have none, never a code alone. */
export function faultWords(t: Words, fault: FaultLike): string {
  if (has(`fault.${fault.code}`)) return t(`fault.${fault.code}`);
  if (fault.detail) return fault.detail;
  if (has(`fault.http.${fault.status}`)) return t(`fault.http.${fault.status}`);
  return t("fault.unexpected");
}
