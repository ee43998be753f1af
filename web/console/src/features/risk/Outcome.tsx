import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type Risk } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Says what became of a risk: it was dealt with, or it was none. */
export function Outcome({ risk }: { risk: Risk }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [asked, setAsked] = useState<"handled" | "false_alarm" | null>(null);
  const [note, setNote] = useState("");
  const end = useMutation({
    mutationFn: (outcome: "handled" | "false_alarm") => api.risks.close(risk.id, { outcome, note }),
    onSuccess: () => { setAsked(null); return client.invalidateQueries({ queryKey: keys.risks }); },
  });
  const ask = (outcome: "handled" | "false_alarm") => { setNote(""); end.reset(); setAsked(outcome); };
  return (
    <span className="risk-acts">
      <Button size="small" type="primary" onClick={() => ask("handled")}>{t("risk.handled")}…</Button>
      <Button size="small" onClick={() => ask("false_alarm")}>{t("risk.falseAlarm")}…</Button>
      <Modal
        open={asked !== null} title={t(asked === "false_alarm" ? "risk.falseAlarmAsk" : "risk.handledAsk", { kind: t(`gist.risk.${risk.kind}`) })} destroyOnHidden
        okText={t(asked === "false_alarm" ? "risk.falseAlarm" : "risk.handled")} cancelText={t("act.cancel")} confirmLoading={end.isPending}
        okButtonProps={{ disabled: asked === "false_alarm" && note.trim() === "" }} onCancel={() => setAsked(null)} onOk={() => asked && end.mutate(asked)}
      >
        {end.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(end.error))} className="door-fault" />}
        <label className="risk-note">
          {t(asked === "false_alarm" ? "risk.why" : "risk.what")}
          <Input.TextArea autoFocus rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </Modal>
    </span>
  );
}
