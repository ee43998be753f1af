import { CheckOutlined, ClockCircleOutlined, ExclamationCircleFilled } from "@ant-design/icons";
import type { Message } from "../../api";
import { has, useWords } from "../../words";

/** How far our message has come. */
export function Delivery({ message }: { message: Message }) {
  const { t } = useWords();
  const { state, reason } = message.delivery;
  if (message.kind !== "reply" || state === "received") return null;
  if (state === "failed") {
    const [code = "", ...detail] = reason.split(": ");
    const why = has(`delivery.reason.${code}`) ? [t(`delivery.reason.${code}`), ...detail].join(": ") : reason;
    return <span className="delivery is-bad" role="alert"><ExclamationCircleFilled aria-hidden /> {t("delivery.failed")}{why && t("delivery.because", { why })}</span>;
  }
  const Icon = state === "queued" ? ClockCircleOutlined : CheckOutlined;
  return <span className={`delivery is-${state}`}><Icon aria-hidden /> {t(`delivery.${state}`)}</span>;
}
