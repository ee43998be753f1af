import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { asFault, Fault, onSignedOut, type Me } from "../api";
import { Live } from "../live";
import { LiveContext } from "../live/LiveContext";
import { useMeQuery } from "../live/me";
import { Broken } from "../ui/Faces";
import { localeOf, speak } from "../words";
import { standInZone } from "../words/time";
import { forget } from "./client";
import { Shell } from "./Shell";

/** Everything behind the door: waits for who we are, keeps the live
 * connection, and leads to the door when the server no longer knows us. */
export function Session() {
  const me = useMeQuery();
  const leave = useLeaving();
  useEffect(() => onSignedOut(leave), [leave]);
  const unknown = me.error instanceof Fault && me.error.status === 401;
  useEffect(() => { if (unknown) leave(); }, [unknown, leave]);
  if (me.data) return <SignedIn me={me.data} leave={leave} />;
  if (me.error && !unknown) return <div className="face-page"><Broken fault={asFault(me.error)} retry={() => void me.refetch()} /></div>;
  return <div className="waiting-page" aria-busy />;
}

function SignedIn({ me, leave }: { me: Me; leave: () => void }) {
  const client = useQueryClient();
  const [live] = useState(() => new Live(client, me.staff.id, leave));
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(() => {
    if (me.staff.locale) void speak(localeOf(me.staff.locale));
  }, [me.staff.locale]);
  standInZone(me.staff.time_zone);
  return <LiveContext.Provider value={live}><Shell me={me} /></LiveContext.Provider>;
}

/** Where one begins anyway: nobody is told that they will return there. */
const start = ["/", "/desk/mine"];

/** To the door, and back afterwards to where one was. */
function useLeaving(): () => void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const here = useRouterState({ select: (state) => state.location.href });
  const [leave] = useState(() => ({ to: here, go: () => undefined as void }));
  leave.to = here;
  leave.go = () => {
    if (leave.to.startsWith("/sign-in")) return;
    void navigate({ to: "/sign-in", search: { to: start.includes(leave.to) ? undefined : leave.to }, replace: true }).then(() => forget(client));
  };
  const [stable] = useState(() => () => leave.go());
  return stable;
}
