import type { Callback } from "../../api/callbacks";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";

/** Who called, and what came of it. */
export function Tries({ callback }: { callback: Callback }) {
  const { t } = useWords();
  if (callback.tries.length === 0) return null;
  return (
    <ol className="callback-tries">
      {callback.tries.map((each) => <li key={each.at}>{t(each.reached ? "callback.wasReached" : "callback.wasMissed", { name: each.by.name })} <Ago at={each.at} /> {each.note && <q>{each.note}</q>}</li>)}
    </ol>
  );
}
