import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input, Modal, Select, Segmented } from "antd";
import { useEffect, useState } from "react";
import { api, asFault, type Contact, type Conversation } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useLive } from "../../live/LiveContext";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { beginnable, lacksAddress } from "./rules";

interface Fields { channel: string; subject: string; text: string; kind: "reply" | "note"; mine: boolean }

interface Props {
  contact: Contact | null;
  choose: (contact: Contact | null) => void;
  addContact: () => void;
  close: () => void;
  begun: (conversation: Conversation) => void;
}

const quietMs = 250;

/** Writes to a customer first. */
export function OpeningForm({ contact, choose, addContact, close, begun }: Props) {
  const { t } = useWords();
  const live = useLive();
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list });
  const offered = beginnable(channels.data?.items ?? []);
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form) ?? "reply";
  const chosen = Form.useWatch("channel", form);
  const once = useOnce();
  const first = offered[0]?.id;
  useEffect(() => {
    if (first && !form.getFieldValue("channel")) form.setFieldValue("channel", first);
  }, [first, form]);

  const begin = useMutation({
    mutationFn: (fields: Fields) => {
      const body = { channel_id: fields.channel, contact_id: contact!.id, subject: fields.subject?.trim() ?? "", text: fields.text, kind: fields.kind, assignee: fields.mine ? "me" : undefined };
      return api.conversations.begin(body, once(body));
    },
    onSuccess: (conversation) => {
      live.changed(conversation);
      begun(conversation);
    },
  });
  const noAddress = lacksAddress(offered.find((each) => each.id === chosen), contact, kind);
  const noChannel = channels.data !== undefined && offered.length === 0;
  const fault = begin.error ?? channels.error;

  return (
    <Modal
      open width={600} title={t("opening.title")} okText={t(kind === "note" ? "opening.note" : "opening.send")} cancelText={t("act.cancel")} mask={{ closable: false }}
      okButtonProps={{ disabled: !contact || noAddress || noChannel }} confirmLoading={begin.isPending} onCancel={close} onOk={form.submit}
    >
      <Form name="opening" form={form} layout="vertical" requiredMark={false} initialValues={{ kind: "reply", mine: true }} onFinish={begin.mutate} onValuesChange={() => begin.reset()}>
        {fault && <Alert type="error" showIcon role="alert" className="door-fault" title={t("opening.notBegun", { why: faultWords(t, asFault(fault)) })} />}
        {noChannel && <Alert type="info" showIcon className="door-fault" title={t("opening.noChannel")} />}
        <Form.Item label={t("opening.whom")} htmlFor="opening-contact" extra={noAddress ? <span className="opening-warn" role="alert">{t("opening.noAddress")}</span> : undefined}>
          <ContactChoice contact={contact} choose={choose} addContact={addContact} />
        </Form.Item>
        <div className="form-row">
          <Form.Item name="channel" label={t("opening.channel")} rules={[{ required: true, message: t("opening.channelMissing") }]}>
            <Select loading={channels.isPending} options={offered.map((each) => ({ value: each.id, label: `${each.name} · ${t(`channel.kind.${each.kind}`)}` }))} />
          </Form.Item>
          <Form.Item name="kind" label={t("composer.kind")}>
            <Segmented options={[{ value: "reply", label: t("opening.toCustomer") }, { value: "note", label: t("opening.toColleagues") }]} />
          </Form.Item>
        </div>
        <Form.Item name="subject" label={t("conversation.subject")}><Input maxLength={300} /></Form.Item>
        <Form.Item name="text" label={t("opening.text")} rules={[{ required: true, whitespace: true, message: t("opening.textMissing") }]}><Input.TextArea autoSize={{ minRows: 5, maxRows: 12 }} className={kind === "note" ? "is-note" : undefined} /></Form.Item>
        <Form.Item name="mine" valuePropName="checked" noStyle><Checkbox>{t("opening.mine")}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}

function ContactChoice({ contact, choose, addContact }: Pick<Props, "contact" | "choose" | "addContact">) {
  const { t } = useWords();
  const [q, setQ] = useState("");
  const [quiet, setQuiet] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(q.trim()), quietMs);
    return () => clearTimeout(timer);
  }, [q]);
  const found = useQuery({ queryKey: [...keys.contacts, "choice", quiet], queryFn: () => api.contacts.list({ q: quiet || undefined, limit: 20 }), placeholderData: keepPreviousData });
  const people = found.data?.items ?? [];
  const all = contact && !people.some((each) => each.id === contact.id) ? [contact, ...people] : people;
  return (
    <div className="opening-whom">
      <Select
        id="opening-contact" showSearch={{ filterOption: false, onSearch: setQ }} value={contact?.id} placeholder={t("contacts.filter")} loading={found.isFetching} notFoundContent={t("opening.nobody")} autoFocus={!contact}
        options={all.map((each) => ({ value: each.id, label: nameOf(each, t("contact.nameless")) }))} onChange={(id: string) => choose(all.find((each) => each.id === id) ?? null)}
      />
      <Button onClick={addContact}>{t("contacts.add")}</Button>
    </div>
  );
}

function nameOf(contact: Contact, nameless: string): string {
  const reach = contact.identities.find((each) => each.kind === "email") ?? contact.identities.find((each) => each.kind === "phone");
  return [contact.name || nameless, reach?.value].filter(Boolean).join(" · ");
}
