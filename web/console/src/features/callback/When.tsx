import { ClockCircleOutlined, WarningFilled } from "@ant-design/icons";
import type { Callback } from "../../api/callbacks";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { clock, dateAndClock, range, sameClock, sameDay } from "../../words/time";
import { mark } from "./rules";

/** The time that was wished for, and how it stands to it. */
export function When({ callback }: { callback: Callback }) {
  const { t, locale } = useWords();
  const now = useNow();
  const at = mark(callback, now);
  const spoken = sameDay(callback.from, callback.until) ? `${dateAndClock(locale, callback.from, now)}–${clock(locale, callback.until)}` : range(locale, callback.from, callback.until);
  return (
    <span className={`callback-when is-${at}`}>
      <span className="num">{spoken}</span>
      {at !== "over" && <b>{at === "late" ? <WarningFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />} {t(`callback.standing.${at}`)}</b>}
      {!sameClock(callback.from, callback.time_zone) && <span className="faint">{t("callback.theirTime", { range: range(locale, callback.from, callback.until, { within: callback.time_zone }), zone: callback.time_zone })}</span>}
    </span>
  );
}
