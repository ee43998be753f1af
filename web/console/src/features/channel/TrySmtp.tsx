import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { api, asFault } from "../../api";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Saves what stands in the form, then goes to the mail server; what cannot be saved is said by who saves. */
export function useTrySmtp(channel: string, save: () => Promise<unknown>) {
  return useMutation({
    mutationFn: async () => {
      try { await save(); } catch { return false; }
      await api.channels.checkSmtp(channel);
      return true;
    },
  });
}

export function TrySmtp({ attempt }: { attempt: UseMutationResult<boolean, Error, void> }) {
  const { t } = useWords();
  return (
    <div className="stack">
      <div><Button loading={attempt.isPending} onClick={() => attempt.mutate()}>{t("channels.smtpCheck")}</Button> <span className="section-lead">{t("channels.smtpCheckHint")}</span></div>
      <div role="status">
        {attempt.error && <Alert type="error" showIcon title={faultWords(t, asFault(attempt.error))} />}
        {attempt.data && <Alert type="success" showIcon title={t("channels.smtpChecked")} />}
      </div>
    </div>
  );
}
