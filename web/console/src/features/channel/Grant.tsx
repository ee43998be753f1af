import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select, Space } from "antd";
import { asFault, type Channel } from "../../api";
import { grants, type Grant as GrantView, type GrantClient } from "../../api/grants";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { spoken } from "./rules";

const providers = ["google", "microsoft", "other"] as const;
const troubles = ["grant_refused", "client_refused", "secret_over", "secret_wrong", "consent_missing", "grant_away", "turned_away", "too_late", "of_another", "no_refresh", "changed_meanwhile"];

type Fields = Omit<GrantClient, "secret_until"> & { secret_day?: string };

/** Signing in to a mailbox at its provider, in place of a password. */
export function Grant({ channel }: { channel: Channel }) {
  const query = useQuery({ queryKey: [...keys.channels, channel.id, "grant"], queryFn: () => grants.get(channel.id) });
  return <Loaded query={query}>{(grant) => <Card channel={channel} grant={grant} />}</Loaded>;
}

function Card({ channel, grant }: { channel: Channel; grant: GrantView }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const provider = Form.useWatch("provider", form) ?? grant.provider;
  const settled = () => client.invalidateQueries({ queryKey: keys.channels });
  const put = async () => {
    const { secret_day, ...fields } = await form.validateFields();
    return grants.put(channel.id, { ...fields, ...(secret_day ? { secret_until: new Date(`${secret_day}T00:00`).toISOString() } : {}) });
  };
  const save = useMutation({ mutationFn: put, onSuccess: settled });
  const connect = useMutation({
    mutationFn: async () => { await put(); return grants.begin(channel.id); },
    onSuccess: ({ url }) => location.assign(url),
  });
  const drop = useMutation({ mutationFn: () => grants.drop(channel.id), onSuccess: settled });
  const failed = connect.error ?? save.error ?? drop.error;
  const connected = grant.state === "good"; // a new secret is then kept without asking the provider's page again
  const back = new URLSearchParams(location.search).has("grant");
  const beside = grant.state === "none" && !back && (channel.settings.imap?.password || channel.settings.smtp?.password); // it gets in by a password
  const entry = (
    <>
      {channel.can.change && (
        <Form
          name="grant" form={form} layout="vertical" requiredMark={false} key={`${grant.provider} ${grant.client_id} ${grant.has_secret}`}
          initialValues={{ ...grant, provider: grant.provider || undefined, secret_day: grant.secret_until?.slice(0, 10) }}
        >
          <div className="form-row">
            <Form.Item name="provider" label={t("channels.grantProvider")} rules={[{ required: true, message: t("channels.grantProviderMissing") }]}>
              <Select placeholder={t("channels.grantNone")} options={providers.map((each) => ({ value: each, label: t(`channels.grantProviders.${each}`) }))} />
            </Form.Item>
            <Form.Item name="client_id" label={t("channels.clientId")} rules={[{ required: true, message: t("channels.clientIdMissing") }]}><Input autoComplete="off" /></Form.Item>
          </div>
          <div className="form-row">
            <Form.Item name="client_secret" label={t("channels.clientSecret")} extra={grant.has_secret ? t("channels.passwordKept") : undefined}><Input.Password autoComplete="new-password" /></Form.Item>
            <Form.Item name="secret_day" label={t("channels.secretUntil")} extra={t("channels.secretUntilHint")}><Input type="date" /></Form.Item>
          </div>
          {provider === "other" && (
            <>
              <div className="form-row">
                <Form.Item name="authorize_url" label={t("channels.authorizeUrl")}><Input /></Form.Item>
                <Form.Item name="token_url" label={t("channels.tokenUrl")}><Input /></Form.Item>
              </div>
              <Form.Item name="scopes" label={t("channels.scopes")}><Input /></Form.Item>
            </>
          )}
          <div className="labelled"><span>{t("channels.returnUrl")}</span><Copy label={t("channels.returnUrl")} value={grant.return_url} /></div>
          <Space wrap style={{ marginBlockStart: 12 }}>
            {connected && <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>{t("channels.grantSave")}</Button>}
            <Button type={connected ? "default" : "primary"} loading={connect.isPending} onClick={() => connect.mutate()}>{t(`channels.connect.${provider || "other"}`)}</Button>
            {grant.state !== "none" && <Button loading={drop.isPending} onClick={() => drop.mutate()}>{t("channels.grantDrop")}</Button>}
          </Space>
        </Form>
      )}
      {failed && "fields" in failed === false && "errorFields" in failed === false && <Alert type="error" showIcon title={faultWords(t, asFault(failed))} />}
    </>
  );
  return (
    <div className="stack">
      <Standing grant={grant} />
      {beside ? <details className="wizard-servers"><summary>{t("channels.grantInstead")}</summary>{entry}</details> : entry}
    </div>
  );
}

function Standing({ grant }: { grant: GrantView }) {
  const { t } = useWords();
  const back = new URLSearchParams(location.search);
  const code = back.get("grant")?.split(".").pop();
  const known = code && troubles.includes(code) ? code : "grant_failed";
  return (
    <>
      {code && code !== "good" && grant.state !== "good" && <Alert type="error" showIcon title={t(`channels.trouble.${known}`)} description={spoken(code, back.get("said") ?? "")} />}
      {grant.state === "refused" && !(code && code !== "good") && <Alert type="error" showIcon title={t(`channels.trouble.${grant.reason}`)} description={spoken(grant.reason, grant.said)} />}
      {grant.secret_soon && <Alert type="warning" showIcon title={t("channels.secretSoon", { day: grant.secret_until?.slice(0, 10) })} />}
      {grant.state === "good" && grant.granted_at && <p><span className="good">{t("channels.grantGood")}</span> · <Ago at={grant.granted_at} /></p>}
      {grant.state === "waiting" && <p className="faint">{t("channels.grantWaiting")}</p>}
    </>
  );
}
