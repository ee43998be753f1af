import { Modal } from "antd";
import { useState } from "react";
import { useWords } from "../../words";

/** Any time that none of the usual ones is. */
export default function SnoozeUntil({ close, choose }: { close: () => void; choose: (when: Date) => void }) {
  const { t } = useWords();
  const [at, setAt] = useState("");
  return (
    <Modal
      open width={360} title={t("snooze.until")} okText={t("command.conversation.snooze")} cancelText={t("act.cancel")}
      okButtonProps={{ disabled: !at || Date.parse(at) <= Date.now() }} onCancel={close} onOk={() => choose(new Date(at))}
    >
      <input type="datetime-local" className="plain-box" aria-label={t("snooze.until")} value={at} onChange={(event) => setAt(event.target.value)} />
    </Modal>
  );
}
