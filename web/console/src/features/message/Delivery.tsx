import { CheckOutlined, ClockCircleOutlined, ExclamationCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import type { Message } from "../../api";
import { Keys } from "../../ui/Keys";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { failureOf, isHeldUp } from "./failure";

/** How far our message has come. */
export function Delivery({ message, onWithdraw }: { message: Message; onWithdraw?: () => void }) {
  const { t } = useWords();
  const { state } = message.delivery;
  if (message.kind !== "reply" || state === "received") return null;
  if (state === "failed") return <Failed message={message} />;
  if (message.delivery.leaves_at) return <Leaving at={message.delivery.leaves_at} onWithdraw={onWithdraw} />;
  if (state === "queued") return <Queued message={message} />;
  return <span className={`delivery is-${state}`}><CheckOutlined aria-hidden /> {t(`delivery.${state}`)}</span>;
}

/** What happened and what to do. It cannot be sent a second time from here, so
 * the text is given back to be sent once the reason is gone. */
function Failed({ message }: { message: Message }) {
  const { t } = useWords();
  const { code, detail } = failureOf(message.delivery);
  const copy = () => void navigator.clipboard.writeText(message.text).then(() => say.done(t("act.copied")), () => undefined);
  return (
    <div className="delivery is-failed" role="alert">
      <p><ExclamationCircleFilled aria-hidden /> <b>{t("delivery.failed")}</b> {t(`delivery.reason.${code}`)}</p>
      {detail && <p className="delivery-detail">{t("delivery.said", { detail })}</p>}
      <p>{t(`delivery.todo.${code}`)} <Button type="link" size="small" onClick={copy}>{t("delivery.copyText")}</Button></p>
    </div>
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
