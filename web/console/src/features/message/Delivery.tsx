import { CheckOutlined, ClockCircleOutlined, ExclamationCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { api, asFault, type Message } from "../../api";
import { Keys } from "../../ui/Keys";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";
import { failureOf, isHeldUp } from "./failure";

/** How far our message has come. */
export function Delivery({ message, onWithdraw }: { message: Message; onWithdraw?: () => void }) {
  const { t } = useWords();
  const { state } = message.delivery;
  if (message.kind !== "reply" || state === "received") return null;
  if (state === "failed" || state === "bounced" || state === "unknown") return <Lost message={message} state={state} />;
  if (message.delivery.leaves_at) return <Leaving at={message.delivery.leaves_at} onWithdraw={onWithdraw} />;
  if (state === "queued") return message.delivery.next_try_at ? <Delayed message={message} at={message.delivery.next_try_at} /> : <Queued message={message} />;
  if (state === "sent" && message.delivery.reason_code) return <Delayed message={message} />;
  return <span className={`delivery is-${state}`}><CheckOutlined aria-hidden /> {t(`delivery.${state}`)}</span>;
}

/** What happened and what to do. Nothing is sent a second time by itself: only
 * whoever looks knows whether the customer has it. */
function Lost({ message, state }: { message: Message; state: "failed" | "bounced" | "unknown" }) {
  const { t } = useWords();
  const { code, detail } = failureOf(message.delivery);
  const [busy, setBusy] = useState(false);
  const copy = () => void navigator.clipboard.writeText(message.text).then(() => say.done(t("act.copied")), () => undefined);
  const act = (run: () => Promise<unknown>) => {
    setBusy(true);
    run().then(() => say.done(t("delivery.noted")), (cause: unknown) => say.bad(faultWords(t, asFault(cause)))).finally(() => setBusy(false));
  };
  return (
    <div className={`delivery is-failed${state === "unknown" ? " is-unknown" : ""}`} role="alert">
      <p>{state === "unknown" ? <QuestionCircleFilled aria-hidden /> : <ExclamationCircleFilled aria-hidden />} <b>{t(`delivery.${state}`)}</b> {t(`delivery.reason.${code}`)}</p>
      {detail && <p className="delivery-detail">{t("delivery.said", { detail })}</p>}
      <p>{t(`delivery.todo.${code}`)}</p>
      <p className="delivery-acts">
        <Button type="link" size="small" disabled={busy} onClick={() => act(() => api.messages.sendAgain(message.id))}>{t("delivery.sendAgain")}</Button>
        {state !== "failed" && <Button type="link" size="small" disabled={busy} onClick={() => act(() => api.messages.confirm(message.id))}>{t("delivery.arrived")}</Button>}
        <Button type="link" size="small" onClick={copy}>{t("delivery.copyText")}</Button>
      </p>
    </div>
  );
}

/** Held up: why, and when it is tried again. */
function Delayed({ message, at }: { message: Message; at?: string }) {
  const { t, locale } = useWords();
  const now = useNow();
  const { code, detail } = failureOf(message.delivery);
  return (
    <span className="delivery is-held" title={detail ? t("delivery.said", { detail }) : undefined}>
      <ClockCircleOutlined aria-hidden /> {t(`delivery.reason.${code}`)} {at ? t("delivery.delayed", { when: dateAndClock(locale, at, now) }) : t("delivery.delayedOn")}
    </span>
  );
}

const secondMs = 1000;

/** Counts down until a reply leaves; until then its writer may take it back. */
function Leaving({ at, onWithdraw }: { at: string; onWithdraw?: () => void }) {
  const { t } = useWords();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), secondMs / 2);
    return () => clearInterval(tick);
  }, []);
  const left = Math.max(0, Math.ceil((Date.parse(at) - now) / secondMs));
  return (
    <span className="delivery is-leaving">
      <ClockCircleOutlined aria-hidden /> <span className="num">{t("delivery.leaves", { count: left })}</span>
      {onWithdraw && left > 0 && <button type="button" className="bubble-act" aria-keyshortcuts="z" onClick={onWithdraw}>{t("command.message.withdraw")} <Keys keys="z" /></button>}
    </span>
  );
}

function Queued({ message }: { message: Message }) {
  const { t } = useWords();
  const heldUp = isHeldUp(message, useNow());
  return <span className={heldUp ? "delivery is-held" : "delivery is-queued"}><ClockCircleOutlined aria-hidden /> {t(heldUp ? "delivery.heldUp" : "delivery.queued")}</span>;
}
