import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { asFault, type Channel, type ChannelSettings } from "../../api";
import { mailTrials, type MailProvider, type MailTried, type MailVerdict } from "../../api/mailboxes";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useProviders } from "./useProviders";

type Line = { host: string; port: number; security: "tls" | "starttls" | "none"; user?: string; password?: string };
interface Fields { address: string; from_name?: string; user?: string; password?: string; begin: "now" | "week" | "month" | "all"; imap: Line; smtp: Line }

const securities = ["tls", "starttls", "none"] as const;

/** From an address to a mailbox that works: who keeps it, what it wants, whether mail comes in and goes out. */
export function MailWizard({ name, open, opening, close, back }: { name: string; open: (settings: ChannelSettings) => Promise<Channel | undefined>; opening: boolean; close: () => void; back: () => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<Fields>();
  const providers = useProviders();
  const [found, setFound] = useState<MailProvider>();
  const [tried, setTried] = useState<MailTried>();
  const verdicts = useRef<HTMLDivElement>(null);
  useEffect(() => { if (tried) verdicts.current?.scrollIntoView({ block: "nearest" }); }, [tried]);
  const take = (provider: MailProvider) => {
    setFound(provider);
    setTried(undefined);
    form.setFieldsValue({ imap: provider.imap, smtp: provider.smtp });
  };
  const asked = useRef("");
  const recognise = useMutation({
    mutationFn: mailTrials.recognise,
    onSuccess: (provider, address) => { if (address === asked.current) take(provider); },
    onError: () => { asked.current = ""; },
  });
  const lookUp = () => {
    const address = (form.getFieldValue("address") as string | undefined)?.trim() ?? "";
    if (address === asked.current || !/^\S+@\S+\.\S+$/.test(address)) return; // a second answer would undo what was entered since the first
    asked.current = address;
    recognise.mutate(address);
  };
  const settings = (fields: Fields): ChannelSettings => settingsOf(fields, found?.entry === "oauth");
  const trial = useMutation({ mutationFn: async () => mailTrials.attempt(settings(await form.validateFields())), onSuccess: setTried });
  const save = async () => { await open(settings(await form.validateFields())); };
  const works = tried !== undefined && tried.in.state !== "failed" && tried.out.state !== "failed";
  const byGrant = found?.entry === "oauth";
  return (
    <Modal
      open title={t("wizard.title", { name })} width={640} onCancel={close}
      footer={[
        <Button key="back" onClick={back}>{t("wizard.back")}</Button>,
        tried && !works && <Button key="anyway" loading={opening} onClick={() => void save().catch(() => undefined)}>{t("wizard.anyway")}</Button>,
        !byGrant && <Button key="try" type={works ? "default" : "primary"} loading={trial.isPending} disabled={!found} onClick={() => trial.mutate()}>{t(tried ? "wizard.tryAgain" : "wizard.try")}</Button>,
        (works || byGrant) && <Button key="open" type="primary" loading={opening} onClick={() => void save().catch(() => undefined)}>{t(byGrant ? "wizard.openAndConnect" : "wizard.open")}</Button>,
      ]}
    >
      <Form name="mail-wizard" form={form} layout="vertical" requiredMark={false} initialValues={{ begin: "now" }} onValuesChange={() => setTried(undefined)}>
        <Form.Item name="address" label={t("wizard.address")} rules={[{ required: true, type: "email", message: t("field.emailMissing") }]}>
          <Input type="email" autoFocus placeholder="help@example.com" onBlur={lookUp} onPressEnter={lookUp} />
        </Form.Item>
        <div role="status" className="wizard-by">
          {recognise.isPending && <p className="faint">{t("wizard.looking")}</p>}
          {found && <p>{t(`wizard.by.${found.by}`, { provider: t(`wizard.provider.${found.key || "own"}`) })}</p>}
        </div>
        {found && (
          <>
            <Form.Item label={t("channels.provider")}>
              <Select
                aria-label={t("channels.provider")} value={found.key || "own"} onChange={(key) => take(providers.find((each) => each.key === key) ?? { ...found, key: "", entry: "password", oauth: "" })}
                options={[...providers.map((each) => ({ value: each.key, label: t(`wizard.provider.${each.key}`) })), { value: "own", label: t("wizard.provider.own") }]}
              />
            </Form.Item>
            <Alert type="info" showIcon title={t(`wizard.entry.${found.entry}`)} description={t(`wizard.entryHow.${found.entry}`)} style={{ marginBlockEnd: 16 }} />
            {!byGrant && (
              <div className="form-row">
                <Form.Item name="user" label={t("channels.user")} extra={t("channels.userUsual")}><Input autoComplete="off" /></Form.Item>
                <Form.Item name="password" label={t(`wizard.password.${found.entry}`)} rules={[{ required: true, message: t("wizard.passwordMissing") }]}><Input.Password autoComplete="new-password" /></Form.Item>
              </div>
            )}
            <Form.Item name="from_name" label={t("channels.fromName")} extra={t("wizard.fromName")}><Input maxLength={100} /></Form.Item>
            <Form.Item name="begin" label={t("channels.begin")}><Select options={(["now", "week", "month", "all"] as const).map((each) => ({ value: each, label: t(`channels.begins.${each}`) }))} /></Form.Item>
            <details className="wizard-servers" open={found.by === "guess"}>
              <summary>{t("wizard.servers")}</summary>
              <Server side="imap" />
              <Server side="smtp" />
            </details>
          </>
        )}
        {trial.error && "status" in trial.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(trial.error))} />}
        <div role="status" ref={verdicts}>{tried && (["in", "out"] as const).map((side) => <Verdict key={side} side={side} verdict={tried[side]} />)}</div>
      </Form>
    </Modal>
  );
}

function settingsOf({ address, from_name, user, password, begin, imap, smtp }: Fields, byGrant: boolean): ChannelSettings {
  const entry = byGrant ? { user: user || address, password: "" } : { user: user || address, password: password ?? "" };
  return { address, from_name: from_name?.trim() ?? "", imap: { ...imap, ...entry, folder: "INBOX", begin }, smtp: { ...smtp, ...entry } };
}

function Server({ side }: { side: "imap" | "smtp" }) {
  const { t } = useWords();
  return (
    <div className="form-row" role="group" aria-label={t(`channels.${side}`)}>
      <Form.Item name={[side, "host"]} label={t(`wizard.host.${side}`)} rules={[{ required: true, message: t("wizard.hostMissing") }]}><Input /></Form.Item>
      <Form.Item name={[side, "security"]} label={t("channels.security")}><Select options={securities.map((each) => ({ value: each, label: t(`channels.securities.${each}`) }))} /></Form.Item>
      <Form.Item name={[side, "port"]} label={t("channels.port")}><InputNumber min={1} max={65535} style={{ width: "100%" }} /></Form.Item>
    </div>
  );
}

const icons = { ok: [CheckCircleOutlined, "good"], failed: [CloseCircleOutlined, "bad"], skipped: [MinusCircleOutlined, "faint"] } as const;

function Verdict({ side, verdict }: { side: "in" | "out"; verdict: MailVerdict }) {
  const { t } = useWords();
  const [Icon, tone] = icons[verdict.state];
  return (
    <div className="verdict">
      <p className={tone}><Icon aria-hidden /> <b>{t(`wizard.verdict.${side}.${verdict.state}`, { count: verdict.mails })}</b></p>
      {verdict.means && <p>{verdict.means}</p>}
    </div>
  );
}
