import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type LegalHold } from "../../api";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Whether a legal hold keeps a contact or a conversation, and the act that sets or ends it. */
export function HoldLine({ kind, id }: { kind: LegalHold["kind"]; id: string }) {
  const { t } = useWords();
  const may = useMe().permissions.includes("retention.manage");
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const query = useQuery({ queryKey: keys.holds, queryFn: api.retention.holds, enabled: may, staleTime: 60_000 });
  const hold = query.data?.items.find((each) => each.kind === kind && each.id === id);
  const settled = { onSuccess: () => { setAsking(false); return client.invalidateQueries({ queryKey: keys.holds }); }, onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const set = useMutation({ mutationFn: () => api.retention.hold(kind, id, reason), ...settled });
  const release = useMutation({ mutationFn: () => api.retention.release(kind, id), ...settled });
  if (!may || !query.data) return null;
  return (
    <div className="hold-line">
      {hold
        ? <Alert type="warning" showIcon title={t(`hold.is.${kind}`)} description={hold.reason} action={<Button size="small" loading={release.isPending} onClick={() => release.mutate()}>{t("hold.release")}</Button>} />
        : <Button size="small" type="text" onClick={() => setAsking(true)}>{t(`hold.set.${kind}`)}</Button>}
      <Modal open={asking} title={t(`hold.set.${kind}`)} okText={t("hold.go")} cancelText={t("act.cancel")} confirmLoading={set.isPending} onCancel={() => setAsking(false)} onOk={() => set.mutate()}>
        <p>{t("hold.means")}</p>
        <Input.TextArea aria-label={t("hold.reason")} placeholder={t("hold.reason")} maxLength={500} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Modal>
    </div>
  );
}
