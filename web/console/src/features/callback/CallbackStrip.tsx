import { PhoneOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { callbacks } from "../../api/callbacks";
import { keys } from "../../live";
import { useWords } from "../../words";
import { Acts } from "./Acts";
import "./callback.css";
import { Number } from "./Number";
import { When } from "./When";

/** That the customer of an open conversation waits for a call. */
export default function CallbackStrip({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.callbacksOf(conversation), queryFn: () => callbacks.list({ conversation }), staleTime: 30_000 });
  const live = query.data?.items.filter((each) => each.state === "open" || each.state === "taken") ?? [];
  return live.map((each) => (
    <section key={each.id} className="callback-strip" aria-label={t("callback.title")}>
      <PhoneOutlined aria-hidden />
      <p><b>{t(each.taken_by && each.state === "taken" ? "callback.takenBy" : "callback.wants", { name: each.taken_by?.name })}</b> <Number callback={each} /> <When callback={each} /></p>
      <Acts callback={each} />
    </section>
  ));
}
