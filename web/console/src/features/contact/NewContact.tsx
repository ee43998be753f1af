import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select } from "antd";
import { api, asFault, type Contact, type NewContact as Fields, type Tier } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const tiers: Tier[] = ["standard", "vip"];

/** Somebody who has not written to us yet: from a call, a card, a list. */
export default function NewContact({ close, added }: { close: () => void; added: (contact: Contact) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const once = useOnce();
  const add = useMutation({
    mutationFn: (fields: Fields) => {
      const body = { name: fields.name.trim(), email: fields.email?.trim() || undefined, phone: fields.phone?.trim() || undefined, tier: fields.tier };
      return api.contacts.add(body, once(body));
    },
    onSuccess: (contact) => {
      client.setQueryData(keys.contact(contact.id), contact);
      void client.invalidateQueries({ queryKey: keys.contacts });
      added(contact);
    },
  });
  return (
    <Modal open title={t("contacts.add")} okText={t("contacts.add")} cancelText={t("act.cancel")} confirmLoading={add.isPending} onCancel={close} onOk={form.submit}>
      <Form name="contact-new" form={form} layout="vertical" requiredMark={false} initialValues={{ tier: "standard" }} onFinish={add.mutate}>
        {add.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(add.error))} className="door-fault" />}
        <Form.Item name="name" label={t("contact.name")} rules={[{ required: true, whitespace: true, message: t("contacts.nameMissing") }]}><Input autoFocus maxLength={200} /></Form.Item>
        <Form.Item name="email" label={t("identity.email")} rules={[{ type: "email", message: t("field.emailMissing") }]} extra={t("contacts.reachHint")}><Input type="email" /></Form.Item>
        <Form.Item name="phone" label={t("identity.phone")}><Input type="tel" placeholder="+86 138 0013 8000" /></Form.Item>
        <Form.Item name="tier" label={t("contact.tier")}><Select options={tiers.map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
