import type { Webhook } from "../../api";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";
import { health } from "./rules";

const marks = { fine: "good", new: "faint", failing: "bad", paused: "faint", gone: "bad" } as const;

/** How a webhook does: a word, and since when. */
export function Standing({ webhook }: { webhook: Webhook }) {
  const { t } = useWords();
  const is = health(webhook);
  const since = is === "failing" ? webhook.failing_since : is === "fine" ? webhook.delivered_at : null;
  return <span className={marks[is]}>{t(`webhooks.health.${is}`)}{since && <> · <Ago at={since} /></>}</span>;
}
