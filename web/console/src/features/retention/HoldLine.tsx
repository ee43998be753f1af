import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type LegalHold } from "../../api";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Props {
  kind: LegalHold["kind"];
  id: string;
  /** Where the act to set one stands elsewhere, in a menu: whether it was chosen there. */
  asking?: boolean;
  ask?: (open: boolean) => void;
}

/** Whether a legal hold keeps a contact or a conversation, and the act that sets or ends it. */
export function HoldLine({ kind, id, asking: asked, ask }: Props) {
  const { t } = useWords();
  const may = useMe().permissions.includes("retention.manage");
  const client = useQueryClient();
  const [own, setOwn] = useState(false);
  const asking = asked ?? own;
  const setAsking = ask ?? setOwn;
  const [reason, setReason] = useState("");
  const query = useQuery({ queryKey: keys.holds, queryFn: api.retention.holds, enabled: may, staleTime: 60_000 });
  const hold = query.data?.items.find((each) => each.kind === kind && each.id === id);
  const settled = { onSuccess: () => { setAsking(false); setReason(""); return client.invalidateQueries({ queryKey: keys.holds }); }, onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const set = useMutation({ mutationFn: () => api.retention.hold(kind, id, reason), ...settled });
  const release = useMutation({ mutationFn: () => api.retention.release(kind, id), ...settled });
  if (!may || !query.data || ask && !hold && !asking) return null;
  return (
    <div className="hold-line">
      {hold
        ? <Alert type="warning" showIcon title={<>{t(`hold.is.${kind}`)}{hold.reason && ` · ${hold.reason}`}</>} action={<Button size="small" loading={release.isPending} onClick={() => release.mutate()}>{t("hold.release")}</Button>} />
        : !ask && <Button size="small" type="text" onClick={() => setAsking(true)}>{t(`hold.set.${kind}`)}</Button>}
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
