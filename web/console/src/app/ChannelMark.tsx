import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { health } from "../api/health";
import { keys } from "../live";
import { useWords, wordy } from "../words";

const Troubles = lazy(() => wordy(() => import("../features/channel/Troubles")));

/** Stands in the rail only while a channel is in trouble, and leads to what is to be done. */
export function ChannelMark() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: keys.health, queryFn: health.list, staleTime: Infinity });
  const ill = data?.items.filter((each) => each.troubles.length > 0) ?? [];
  const broken = ill.some((each) => each.state === "broken");
  return (
    <>
      <span role="status" className="sr">{ill.length > 0 && t("shell.channelsIll", { count: ill.length })}</span>
      {ill.length > 0 && (
        <button type="button" className={`rail-place rail-bell ${broken ? "bad" : "warn"}`} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <span aria-hidden>
            <svg width="1em" height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round"><path d="M12 3 22 20H2zM12 10v4M12 17v.1" /></svg>
            {ill.length > 1 && <em className="rail-count num">{ill.length}</em>}
          </span>
          <span>{t("shell.ill")}</span>
          <span className="sr">{t("shell.channelsIll", { count: ill.length })}</span>
        </button>
      )}
      <Suspense fallback={null}>{open && <Troubles close={() => setOpen(false)} />}</Suspense>
    </>
  );
}
