// The words between the loader on the owner's page and the frame from the
// desk. Both sides check window and origin before they read; what they read is
// still parsed, since other scripts of that page can post to the frame too.

/** What a visitor, or the site without proof, says about them. */
export type Claimed = { name: string; email: string; phone: string; topic: string; order: string; consent: boolean };

export const nothingClaimed: Claimed = { name: "", email: "", phone: "", topic: "", order: "", consent: false };

/** What the desk checks: a signed token, or an id with its hash. */
export type Proof = Record<string, unknown>;

export type ToFrame =
  | { t: "hello"; token: string; outbox: string[]; seen: string; locale: string; page: string; open: boolean; phone: boolean; claimed: Claimed; proof: Proof | null; ticket: string }
  | { t: "open"; open: boolean; phone: boolean }
  | { t: "locale"; locale: string }
  | { t: "identify"; claimed: Claimed }
  | { t: "prove"; proof: Proof }
  | { t: "reset" } // signed out: nobody's chat any more
  | { t: "resume"; ticket: string }
  | { t: "attention"; on: boolean }
  | { t: "token"; token: string } // what the page's storage holds, after keep or from another tab
  | { t: "parcel"; id: string; value: string } // another tab put ("" = dropped) a parcel
  | { t: "seen"; upto: string };

export type ToLoader =
  | { t: "here"; title: string; colour: string }
  | { t: "keep"; token: string; over: boolean } // over: the desk no longer knows the old one
  | { t: "parcel"; id: string; value: string }
  | { t: "forget" } // the page must not keep a token: the visitor has a name now, or none any more
  | { t: "seen"; upto: string }
  | { t: "unread"; count: number }
  | { t: "attention" } // the frame asks whether the page has the visitor's attention
  | { t: "close" };

type Loose = Record<string, unknown>;

export function readToFrame(raw: unknown): ToFrame | null {
  const word = loose(raw);
  switch (word.t) {
    case "hello":
      return {
        t: "hello",
        token: str(word.token),
        outbox: Array.isArray(word.outbox) ? word.outbox.filter((item) => typeof item === "string") : [],
        seen: str(word.seen),
        locale: str(word.locale),
        page: str(word.page),
        open: word.open === true,
        phone: word.phone === true,
        claimed: readClaimed(word.claimed),
        proof: readProof(word.proof),
        ticket: str(word.ticket),
      };
    case "open":
      return { t: "open", open: word.open === true, phone: word.phone === true };
    case "locale":
      return { t: "locale", locale: str(word.locale) };
    case "identify":
      return { t: "identify", claimed: readClaimed(word.claimed) };
    case "prove": {
      const proof = readProof(word.proof);
      return proof && { t: "prove", proof };
    }
    case "reset":
      return { t: "reset" };
    case "resume":
      return { t: "resume", ticket: str(word.ticket) };
    case "attention":
      return { t: "attention", on: word.on === true };
    case "token":
      return { t: "token", token: str(word.token) };
    case "parcel":
      return { t: "parcel", id: str(word.id), value: str(word.value) };
    case "seen":
      return { t: "seen", upto: str(word.upto) };
    default:
      return null;
  }
}

export function readToLoader(raw: unknown): ToLoader | null {
  const word = loose(raw);
  switch (word.t) {
    case "here":
      return { t: "here", title: str(word.title), colour: str(word.colour) };
    case "keep":
      return { t: "keep", token: str(word.token), over: word.over === true };
    case "parcel":
      return { t: "parcel", id: str(word.id), value: str(word.value) };
    case "forget":
      return { t: "forget" };
    case "seen":
      return { t: "seen", upto: str(word.upto) };
    case "unread":
      return { t: "unread", count: typeof word.count === "number" && word.count > 0 ? Math.floor(word.count) : 0 };
    case "attention":
      return { t: "attention" };
    case "close":
      return { t: "close" };
    default:
      return null;
  }
}

export function readClaimed(raw: unknown): Claimed {
  const claimed = loose(raw);
  const said = (key: string, most: number) => str(claimed[key]).slice(0, most);
  return { name: said("name", 200), email: said("email", 320), phone: said("phone", 40), topic: said("topic", 200), order: said("order", 100), consent: claimed.consent === true };
}

/** A proof is the desk's to judge; here only its shape counts. */
export function readProof(raw: unknown): Proof | null {
  const proof = loose(raw);
  return str(proof.token) || (str(proof.user_id) && str(proof.user_hash)) ? proof : null;
}

function loose(raw: unknown): Loose {
  return typeof raw === "object" && raw !== null ? (raw as Loose) : {};
}

function str(raw: unknown): string {
  return typeof raw === "string" ? raw : "";
}
