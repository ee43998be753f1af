import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault } from "../../api";
import { company } from "../../api/company";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./company.css";

/** Asks for help in a conversation, in a few words. */
export default function AskForHelp({ conversation, close }: { conversation: string; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const skills = useQuery({ queryKey: keys.skills, queryFn: api.skills.list, staleTime: 10 * 60_000 }).data?.items ?? [];
  const [reason, setReason] = useState("");
  const [skill, setSkill] = useState<string>();
  const ask = useMutation({
    mutationFn: () => company.ask(conversation, { reason, skill: skill || undefined }),
    onSuccess: (next) => { client.setQueryData(keys.company(conversation), next); close(); },
  });
  const go = () => { if (reason.trim() && !ask.isPending) ask.mutate(); };
  return (
    <Modal
      open title={t("command.help.ask")} okText={t("command.help.ask")} cancelText={t("act.cancel")} okButtonProps={{ disabled: !reason.trim() }} confirmLoading={ask.isPending}
      onCancel={close} onOk={go}
    >
      {ask.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(ask.error))} className="door-fault" />}
      <p className="company-lead">{t("company.goes")}</p>
      <label className="company-field">
        {t("company.reason")}
        <Input autoFocus maxLength={300} value={reason} placeholder={t("company.reasonHint")} onChange={(event) => setReason(event.target.value)} onPressEnter={(event) => { if (!event.nativeEvent.isComposing) go(); }} />
      </label>
      {skills.length > 0 && (
        <div className="company-field">
          <span>{t("company.needs")}</span>
          <Select allowClear showSearch optionFilterProp="label" value={skill} onChange={setSkill} placeholder={t("company.anybody")} aria-label={t("company.needs")} options={skills.map((each) => ({ value: each.id, label: each.name }))} />
        </div>
      )}
    </Modal>
  );
}
