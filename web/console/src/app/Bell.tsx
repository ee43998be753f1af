import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { api, type Notice } from "../api";
import { useOffers } from "../commands/registry";
import { keys } from "../live";
import { countOnTab } from "../ui/title";
import { useWords, wordy } from "../words";

const Herald = lazy(() => import("../features/notification/Herald"));
const NotificationDrawer = lazy(() => wordy(() => import("../features/notification/NotificationDrawer")));

const newest = 20;

/** How much is new that concerns me. What it is comes when somebody asks, or when something happens. */
export function Bell() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: keys.freshNotifications, queryFn: () => api.notifications.list({ unseen: true, limit: newest }), staleTime: Infinity });
  const [first, setFirst] = useState<Notice[]>(); // was new before we came, and is told by the number alone
  if (data && !first) setFirst(data.items);
  const count = data?.unseen ?? 0;
  useEffect(() => {
    countOnTab(count);
    return () => countOnTab(0);
  }, [count]);
  useOffers([{ name: "notifications.open", keys: "g n", enabled: true, run: () => setOpen(true) }]);
  return (
    <>
      <button type="button" className="rail-place rail-bell" aria-haspopup="dialog" aria-keyshortcuts="g n" onClick={() => setOpen(true)}>
        <span aria-hidden>
          <svg width="1em" height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round"><path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4M12 5V3" /></svg>
          {count > 0 && <em className="rail-count num">{count > 99 ? "99+" : count}</em>}
        </span>
        <span>{t("shell.notifications")}</span>
        {count > 0 && <span className="sr">{t("shell.news", { count })}</span>}
      </button>
      <Suspense fallback={null}>
        {first && (count > 0 || globalThis.Notification?.permission === "granted") && <Herald first={first} fresh={data!} />}
        {open && <NotificationDrawer close={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
