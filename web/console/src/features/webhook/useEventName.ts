import { has, useWords } from "../../words";

/** What an event is called: all of them, all about one thing, or one. What has no words keeps its code. */
export function useEventName(): (event: string) => string {
  const { t } = useWords();
  return (event) => {
    if (event === "*") return t("webhooks.everything");
    const topic = event.split(".")[0] ?? event;
    if (event.endsWith(".*")) return t("webhooks.allOf", { topic: has(`webhooks.topics.${topic}`) ? t(`webhooks.topics.${topic}`) : topic });
    return has(`webhooks.names.${event}`) ? t(`webhooks.names.${event}`) : event;
  };
}
