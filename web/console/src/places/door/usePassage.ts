import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Entrance } from "../../api";
import { useEnter } from "./useEnter";

/** In, or to the step that is still wanting: the sign-in page knows which one. */
export function usePassage(): (entrance: Entrance) => void {
  const enter = useEnter();
  const navigate = useNavigate();
  return useCallback((entrance) => {
    if (entrance.me) enter(entrance.me);
    else void navigate({ to: "/sign-in", search: {}, replace: true });
  }, [enter, navigate]);
}
