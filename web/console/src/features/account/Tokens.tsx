import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Token } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { date } from "../../words/time";

const scopes: Token["scope"][] = ["all", "read", "intake"];
const lives = [30, 90, 365, 0];
const dayMs = 86_400_000;

/** Keys for programs that act as this person. */
export function Tokens() {
  const { t, locale } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: keys.tokens, queryFn: api.tokens.list });
  const revoke = useMutation({
    mutationFn: api.tokens.revoke,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (token: Token) => void modal.confirm({
    title: t("tokens.revokeAsk", { name: token.name }), content: t("tokens.revokeMeans"), okText: t("tokens.revoke"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => revoke.mutateAsync(token.id).catch(() => undefined),
  });
  return (
    <>
      <Loaded query={query} rows={2}>{(page) => page.items.length === 0 ? <p className="panel-none">{t("tokens.empty")}</p> : (
        <Table
          label={t("tokens.title")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("tokens.name"), cell: (row) => row.name },
            { key: "scope", title: t("tokens.scope"), cell: (row) => t(`tokens.scopes.${row.scope}`) },
            { key: "used", title: t("tokens.used"), quiet: true, cell: (row) => (row.used_at ? <Ago at={row.used_at} /> : t("tokens.never")) },
            { key: "expires", title: t("tokens.expires"), quiet: true, cell: (row) => <span className="num">{row.expires_at ? date(locale, row.expires_at, now) : t("tokens.noExpiry")}</span> },
            { key: "acts", title: t("table.acts"), align: "end", cell: (row) => <Button size="small" danger onClick={() => ask(row)}>{t("tokens.revoke")}</Button> },
          ]}
        />
      )}</Loaded>
      <div className="section-acts"><Button onClick={() => setAdding(true)}>{t("tokens.add")}</Button></div>
      {adding && <NewToken close={() => setAdding(false)} />}
    </>
  );
}

function NewToken({ close }: { close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (fields: { name: string; scope: Token["scope"]; life: number }) =>
      api.tokens.add({ name: fields.name, scope: fields.scope, expires_at: fields.life ? new Date(Date.now() + fields.life * dayMs).toISOString() : undefined }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const [form] = Form.useForm();
  if (add.data?.token) {
    return (
      <Modal open title={t("tokens.made")} onCancel={close} footer={<Button type="primary" onClick={close}>{t("tokens.stored")}</Button>} mask={{ closable: false }}>
        <p>{t("tokens.onceOnly")}</p>
        <Copy value={add.data.token} label={t("tokens.token")} />
      </Modal>
    );
  }
  return (
    <Modal open title={t("tokens.add")} okText={t("tokens.make")} cancelText={t("act.cancel")} onCancel={close} confirmLoading={add.isPending} onOk={form.submit}>
      <Form name="token" form={form} layout="vertical" requiredMark={false} initialValues={{ scope: "read", life: 90 }} onFinish={add.mutate}>
        <Form.Item name="name" label={t("tokens.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus placeholder={t("tokens.nameHint")} /></Form.Item>
        <Form.Item name="scope" label={t("tokens.scope")}><Select options={scopes.map((scope) => ({ value: scope, label: t(`tokens.scopes.${scope}`) }))} /></Form.Item>
        <Form.Item name="life" label={t("tokens.life")}><Select options={lives.map((days) => ({ value: days, label: days ? t("time.days", { count: days }) : t("tokens.noExpiry") }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
