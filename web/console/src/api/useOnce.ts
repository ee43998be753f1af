import { useRef } from "react";

/** The key under which the server does a thing once: the same for the same
 * words tried again, so that a lost answer cannot become a second one. */
export function useOnce(): (body: unknown) => string {
  const attempt = useRef({ of: "", id: "" });
  return (body) => {
    const of = JSON.stringify(body);
    if (attempt.current.of !== of) attempt.current = { of, id: crypto.randomUUID() };
    return attempt.current.id;
  };
}
