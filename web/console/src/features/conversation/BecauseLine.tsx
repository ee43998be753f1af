import { CheckOutlined, ClockCircleOutlined, FieldTimeOutlined, HourglassOutlined, RollbackOutlined } from "@ant-design/icons";
import type { Conversation } from "../../api";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { date, dateAndClock, span } from "../../words/time";
import { because } from "./rules";

/** The one line of reason: never a colour without its words. Beside the state, which
 * says whose turn it is, `since` is enough. */
export function BecauseLine({ conversation, beside = false }: { conversation: Conversation; beside?: boolean }) {
  const { t, locale } = useWords();
  const now = useNow();
  const reason = because(conversation, now);
  switch (reason.code) {
    case "waits_for_us":
      return (
        <span className={reason.late ? "because is-late num" : "because num"}>
          <FieldTimeOutlined aria-hidden /> <span className={beside ? "because-long" : undefined}>{t("because.waits_for_us", { span: span(t, now - Date.parse(reason.since!)) })}</span>
          {beside && <span className="because-short">{span(t, now - Date.parse(reason.since!))}</span>}
        </span>
      );
    case "waits_for_them":
      return <span className="because num" title={t("because.waitsForThemTitle", { span: span(t, now - Date.parse(reason.since!)) })}><HourglassOutlined aria-hidden /> <span className={beside ? "because-long" : undefined}>{t(beside ? "because.since" : "because.waits_for_them", { span: span(t, now - Date.parse(reason.since!)) })}</span>{beside && <span className="because-short">{span(t, now - Date.parse(reason.since!))}</span>}</span>;
    case "replied":
      return <span className="because"><RollbackOutlined aria-hidden /> <span>{t("because.replied")}</span></span>;
    case "snoozed":
      return <span className="because num"><ClockCircleOutlined aria-hidden /> <span>{reason.until ? t("because.snoozed", { until: dateAndClock(locale, reason.until, now) }) : t("state.snoozed")}</span></span>;
    case "resolved":
      return <span className="because num"><CheckOutlined aria-hidden /> <span>{reason.at ? t("because.resolved", { at: date(locale, reason.at, now) }) : t("state.resolved")}</span></span>;
  }
}
