import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { api, type Ceremony, type Entrance, type Passkey } from "../../api";

/** Whether this browser has passkeys, which it has on secure pages only. */
export function canPasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

/** Signs in with a passkey; null when the person changed their mind. */
export async function signWith(): Promise<Entrance | null> {
  const [{ startAuthentication }, asked] = await Promise.all([import("@simplewebauthn/browser"), api.signIn.challenge()]);
  const answer = await orNull(startAuthentication({ optionsJSON: asked.options as PublicKeyCredentialRequestOptionsJSON }));
  return answer && api.signIn.byPasskey(asked.ceremony, answer);
}

/** Makes a passkey; null when the person changed their mind. */
export async function makePasskey(asked: Ceremony, name: string): Promise<Passkey | null> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const answer = await orNull(startRegistration({ optionsJSON: asked.options as PublicKeyCredentialCreationOptionsJSON }));
  return answer && api.passkeys.add({ ceremony: asked.ceremony, name, answer });
}

/** Browsers do not say whether somebody turned away or had nothing to show. */
async function orNull<Answer>(work: Promise<Answer>): Promise<Answer | null> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Error && (cause.name === "NotAllowedError" || cause.name === "AbortError")) return null;
    throw cause;
  }
}
