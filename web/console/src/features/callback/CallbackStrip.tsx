import { PhoneOutlined } from "@ant-design/icons";
import type { Callback } from "../../api/callbacks";
import { useWords } from "../../words";
import { Acts } from "./Acts";
import "./callback.css";
import { Number } from "./Number";
import { When } from "./When";

/** That the customer of an open conversation waits for a call. */
export default function CallbackStrip({ list }: { list: Callback[] }) {
  const { t } = useWords();
  return list.map((each) => (
    <section key={each.id} className="callback-strip" aria-label={t("callback.title")}>
      <PhoneOutlined aria-hidden />
      <p><b>{t(each.taken_by && each.state === "taken" ? "callback.takenBy" : "callback.wants", { name: each.taken_by?.name })}</b> <Number callback={each} /> <When callback={each} /></p>
      <Acts callback={each} />
    </section>
  ));
}
