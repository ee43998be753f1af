import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, type Me } from "../api";
import { keys } from "../live";
import { speak, type Locale } from "../words";

/** Turns the screen at once, and remembers it for every other device. */
export function useLanguage(): (next: Locale) => void {
  const client = useQueryClient();
  return useCallback((next) => {
    void speak(next);
    api.me.change({ locale: next }).then((answer) => client.setQueryData<Me>(keys.me, answer), () => undefined);
  }, [client]);
}
