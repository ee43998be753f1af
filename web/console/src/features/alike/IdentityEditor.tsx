import { CheckCircleFilled, DeleteOutlined, PlusOutlined, QuestionCircleOutlined, RollbackOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Form, Input, Popconfirm, Select, Tooltip } from "antd";
import { useState } from "react";
import { api, asFault, type Contact, type Identity } from "../../api";
import { alike, type NewIdentity } from "../../api/alike";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { date } from "../../words/time";
import { faultWords } from "../../words/fault";
import { standing } from "../../words/identity";
import MergeContacts from "./MergeContacts";
import "./alike.css";

const kinds: NewIdentity["kind"][] = ["email", "phone", "external"];

/** By what somebody is known: shown, added, confirmed and removed. */
export default function IdentityEditor({ contact }: { contact: Contact }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const once = useOnce();
  const shown = contact.identities.filter((each) => each.kind !== "visitor" || contact.identities.length === 1);
  const settled = (card: Contact) => { client.setQueryData(keys.contact(card.id), card); void client.invalidateQueries({ queryKey: keys.contacts }); };
  const onError = (cause: unknown) => say.bad(faultWords(t, asFault(cause)));
  const remove = useMutation({ mutationFn: (identity: string) => alike.removeIdentity(contact.id, identity), onSuccess: settled, onError });
  const confirm = useMutation({ mutationFn: (body: NewIdentity) => alike.addIdentity(contact.id, body, once(body)), onSuccess: settled });
  return (
    <>
      {shown.length === 0 && <p className="panel-none">{t("contact.noIdentities")}</p>}
      <ul className="identities identity-editor">
        {shown.map((each) => (
          <li key={each.id}>
            <span className="identity-kind">{t(`identity.${each.kind}`)}</span>
            <span className="identity-value" title={each.value}>{each.value}</span>
            <Mark identity={each} />
            {each.bounced && <span className="identity-mark is-bounced" title={t("identity.bouncedHint", { why: t(`delivery.reason.${each.bounced.because}`) })}><RollbackOutlined aria-hidden /> {t("identity.bounced", { when: date(locale, each.bounced.since, Date.now()) })}</span>}
            {contact.can.change && !each.verified && (each.kind === "email" || each.kind === "phone") && (
              <Button size="small" type="link" loading={confirm.isPending} onClick={() => confirm.mutate({ kind: each.kind as "email", value: each.value })}>{t("alike.confirm")}</Button>
            )}
            {contact.can.change && each.kind !== "visitor" && (
              <Popconfirm title={t("alike.removeAsk", { value: each.value })} description={t("alike.removeMeans")} okText={t("alike.remove")} okButtonProps={{ danger: true }} cancelText={t("act.cancel")} onConfirm={() => remove.mutate(each.id)}>
                <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t("alike.removeOf", { value: each.value })} loading={remove.isPending && remove.variables === each.id} />
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      {confirm.error && <Taken fault={confirm.error} contact={contact} done={confirm.reset} />}
      {contact.can.change && (adding
        ? <Adding contact={contact} added={(card) => { settled(card); setAdding(false); }} close={() => setAdding(false)} />
        : <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t("alike.add")}</Button>)}
    </>
  );
}

function Mark({ identity }: { identity: Identity }) {
  const { t } = useWords();
  const { good, mark, hint } = standing(t, identity);
  return (
    <Tooltip title={hint}>
      <span className={good ? "identity-mark is-good" : "identity-mark is-claimed"} tabIndex={0}>{good ? <CheckCircleFilled aria-hidden /> : <QuestionCircleOutlined aria-hidden />} {mark}</span>
    </Tooltip>
  );
}

function Adding({ contact, added, close }: { contact: Contact; added: (card: Contact) => void; close: () => void }) {
  const { t } = useWords();
  const once = useOnce();
  const [form] = Form.useForm<NewIdentity>();
  const kind = Form.useWatch("kind", form) ?? "email";
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, enabled: kind === "external", staleTime: 60_000 });
  const systems = (channels.data?.items ?? []).filter((each) => each.kind === "api" || each.kind === "webchat");
  const add = useMutation({ mutationFn: (body: NewIdentity) => alike.addIdentity(contact.id, body, once(body)), onSuccess: added });
  return (
    <Form name="identity" form={form} layout="vertical" className="identity-adding" requiredMark={false} initialValues={{ kind: "email", value: "" }} onFinish={add.mutate}>
      {add.error && <Taken fault={add.error} contact={contact} done={close} />}
      <div className="identity-fields">
        <Form.Item name="kind" label={t("alike.kind")}><Select options={kinds.map((each) => ({ value: each, label: t(`identity.${each}`) }))} onChange={add.reset} /></Form.Item>
        {kind === "external" && (
          <Form.Item name="channel_id" label={t("alike.channel")} rules={[{ required: true, message: t("alike.channelMissing") }]}>
            <Select loading={channels.isPending} options={systems.map((each) => ({ value: each.id, label: each.name }))} notFoundContent={t("alike.noChannels")} />
          </Form.Item>
        )}
        <Form.Item name="value" label={t(`identity.${kind}`)} rules={[{ required: true, whitespace: true, message: t("alike.valueMissing") }, ...(kind === "email" ? [{ type: "email" as const, message: t("field.emailMissing") }] : [])]}>
          <Input autoFocus type={kind === "phone" ? "tel" : "text"} inputMode={kind === "email" ? "email" : kind === "phone" ? "tel" : undefined} maxLength={320} autoComplete="off" />
        </Form.Item>
      </div>
      <div className="row-acts">
        <Button type="primary" size="small" htmlType="submit" loading={add.isPending}>{t("alike.add")}</Button>
        <Button size="small" onClick={close}>{t("act.cancel")}</Button>
      </div>
    </Form>
  );
}

/** Why it was not added; where it is somebody else's, whose, and what one can do. */
function Taken({ fault: cause, contact, done }: { fault: unknown; contact: Contact; done: () => void }) {
  const { t } = useWords();
  const fault = asFault(cause);
  const may = useMe().permissions.includes("contact.merge");
  const [merging, setMerging] = useState(false);
  const whose = String(fault.values["contact"] ?? "");
  const theirs = useQuery({ queryKey: keys.contact(whose), queryFn: () => api.contacts.get(whose), enabled: whose !== "" });
  return (
    <>
      <Alert
        type="error" showIcon role="alert" className="door-fault" title={faultWords(t, fault)}
        description={whose !== "" && (
          <span className="row-acts">
            <Link to="/contacts/$id" params={{ id: whose }} className="alike-open">{t("alike.openTheirs")}</Link>
            {may && <Button size="small" disabled={!theirs.data} onClick={() => setMerging(true)}>{t("alike.compare")}</Button>}
          </span>
        )}
      />
      {merging && theirs.data && <MergeContacts contact={contact.id} suggested={theirs.data} close={() => setMerging(false)} done={done} />}
    </>
  );
}
