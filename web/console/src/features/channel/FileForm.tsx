import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useRef, useState } from "react";
import { asFault } from "../../api";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const mostBytes = 256 << 10;

interface Props {
  title: string;
  label: string;
  accept: string;
  /** What it means to add it. */
  means?: string;
  /** The file may be locked with a passphrase. */
  locked?: boolean;
  okText: string;
  save: (file: string, passphrase: string) => Promise<unknown>;
  close: () => void;
}

/** Takes a small file with a key or a certificate. */
export function FileForm({ title, label, accept, means, locked = false, okText, save, close }: Props) {
  const { t } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const saving = useMutation({
    mutationFn: async (chosen: File) => save(base64(new Uint8Array(await chosen.arrayBuffer())), passphrase),
    onSuccess: () => { say.done(t("act.saved")); close(); },
  });
  const choose = (chosen: File | undefined) => {
    saving.reset();
    setProblem(chosen && chosen.size > mostBytes ? t("smimeKeys.tooLarge") : "");
    setFile(chosen && chosen.size <= mostBytes ? chosen : null);
  };
  const send = () => (file ? saving.mutate(file) : setProblem(problem || t("smimeKeys.missing")));
  return (
    <Modal open title={title} okText={okText} cancelText={t("act.cancel")} confirmLoading={saving.isPending} onCancel={close} onOk={send}>
      <Form layout="vertical" requiredMark={false} onFinish={send}>
        {saving.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(saving.error))} className="door-fault" />}
        {means && <p className="section-lead">{means}</p>}
        <Form.Item label={label} validateStatus={problem ? "error" : undefined} help={problem || undefined}>
          <span className="file-field">
            <input ref={picker} type="file" style={{ display: "none" }} accept={accept} onChange={(event) => { choose(event.target.files?.[0]); event.target.value = ""; }} />
            <Button autoFocus onClick={() => picker.current?.click()}>{t("smimeKeys.choose")}</Button>
            {file && <span className="break">{file.name}</span>}
          </span>
        </Form.Item>
        {locked && (
          <Form.Item label={t("smimeKeys.passphrase")} extra={t("smimeKeys.passphraseHint")}>
            <Input.Password aria-label={t("smimeKeys.passphrase")} autoComplete="off" value={passphrase} onChange={(event) => setPassphrase(event.target.value)} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
