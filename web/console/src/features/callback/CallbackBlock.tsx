import type { Callback } from "../../api/callbacks";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";
import "./callback.css";
import { Tries } from "./Tries";

/** The call-backs of a conversation, and what came of them. */
export default function CallbackBlock({ list }: { list: Callback[] }) {
  const { t } = useWords();
  return (
    <section className="panel-block callback-block" aria-label={t("callback.title")}>
      <h3>{t("callback.title")}</h3>
      {list.map((each) => <div key={each.id}><p>{t(`callback.state.${each.state}`)} <Ago at={each.ended_at ?? each.at} />{each.because && ` · ${t(`callback.because.${each.because}`)}`}</p><Tries callback={each} /></div>)}
    </section>
  );
}
