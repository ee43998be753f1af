import { createContext, useContext } from "react";
import type { Live } from "./index";

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive outside of a signed-in session");
  return live;
}
