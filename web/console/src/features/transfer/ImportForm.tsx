import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Import } from "../../api";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { zones } from "../../ui/zones";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Fields { kind: Import["kind"]; channel?: string; time_zone?: string }

const kinds = ["contacts", "conversations", "zendesk", "chatwoot"] as const;

/** The first step: a file, and what it holds. Nothing comes in yet. */
export function ImportForm({ close, received }: { close: () => void; received: (one: Import) => void }) {
  const { t } = useWords();
  const { staff } = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const kind = Form.useWatch("kind", form) ?? "contacts";
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, staleTime: 60_000 });
  const upload = useMutation({
    mutationFn: ({ fields, file }: { fields: Fields; file: File }) => api.imports.upload(fields, file),
    onSuccess: (one) => {
      client.setQueryData(keys.import(one.id), one);
      void client.invalidateQueries({ queryKey: keys.imports, exact: true });
      received(one);
    },
  });
  const go = (fields: Fields) => {
    setMissing(!file);
    if (file) upload.mutate({ fields, file });
  };
  return (
    <Modal open title={t("transfer.import")} okText={t("transfer.upload")} cancelText={t("act.cancel")} confirmLoading={upload.isPending} onCancel={close} onOk={form.submit}>
      <Form name="import" form={form} layout="vertical" requiredMark={false} onFinish={go} initialValues={{ kind: "contacts", time_zone: staff.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone }}>
        {upload.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(upload.error))} className="door-fault" />}
        <Form.Item name="kind" label={t("transfer.holds")}><Radio.Group className="radio-lines" options={kinds.map((each) => ({ value: each, label: t(`transfer.files.${each}`) }))} /></Form.Item>
        <label className="labelled">
          <span>{t("transfer.file")}</span>
          <span className="file-pick">
            <input type="file" accept=".csv,.txt,.json,.jsonl,.ndjson,.zip" aria-label={t("transfer.file")} aria-invalid={missing && !file} onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
            <span className="as-button" aria-hidden>{t("transfer.fileChoose")}</span>
            <span className={file ? "file-name" : "file-name faint"}>{file ? file.name : t("transfer.fileNone")}</span>
          </span>
        </label>
        <p className={missing && !file ? "own-wrong file-hint" : "panel-none file-hint"} role={missing && !file ? "alert" : undefined}>{t(missing && !file ? "transfer.fileMissing" : "transfer.fileHint")}</p>
        {kind !== "contacts" && <Form.Item name="channel" label={t("transfer.channel")} extra={t("transfer.channelHint")} rules={kind === "chatwoot" ? [] : [{ required: true, message: t("transfer.channelMissing") }]}><Select allowClear options={channels.data?.items.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>}
        <Form.Item name="time_zone" label={t("transfer.zone")}><Select showSearch options={["UTC", ...zones()].map((zone) => ({ value: zone, label: zone }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
