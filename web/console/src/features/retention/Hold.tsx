import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type LegalHold } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Props { kind: LegalHold["kind"]; id: string; hold: LegalHold | undefined; asking: boolean; setAsking: (open: boolean) => void; elsewhere: boolean }

/** A legal hold that there is, or the way to one. */
export default function Hold({ kind, id, hold, asking, setAsking, elsewhere }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const settled = { onSuccess: () => { setAsking(false); setReason(""); return client.invalidateQueries({ queryKey: keys.holds }); }, onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const set = useMutation({ mutationFn: () => api.retention.hold(kind, id, reason), ...settled });
  const release = useMutation({ mutationFn: () => api.retention.release(kind, id), ...settled });
  return (
    <div className="hold-line">
      {hold
        ? <Alert type="warning" showIcon title={<>{t(`hold.is.${kind}`)}{hold.reason && ` · ${hold.reason}`}</>} action={<Button size="small" loading={release.isPending} onClick={() => release.mutate()}>{t("hold.release")}</Button>} />
        : !elsewhere && <Button size="small" type="text" onClick={() => setAsking(true)}>{t(`hold.set.${kind}`)}</Button>}
      <Modal
        open={asking} title={t(`hold.${hold ? "is" : "set"}.${kind}`)} okText={t(hold ? "hold.release" : "hold.go")} cancelText={t("act.cancel")}
        confirmLoading={set.isPending || release.isPending} onCancel={() => setAsking(false)} onOk={() => (hold ? release.mutate() : set.mutate())}
      >
        <p>{hold ? hold.reason : t("hold.means")}</p>
        {!hold && <Input.TextArea aria-label={t("hold.reason")} placeholder={t("hold.reason")} maxLength={500} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Modal>
    </div>
  );
}
