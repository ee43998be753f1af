import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Token } from "../../api";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { has, useWords, type Words } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { date } from "../../words/time";

const scopes: Token["scope"][] = ["read", "intake", "chosen", "all"];
const lives = [30, 90, 365, 0];
const dayMs = 86_400_000;

/** Keys for programs that act as this person. */
export function Tokens() {
  const { t, locale } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: keys.tokens, queryFn: api.tokens.list });
  const revoke = useMutation({
    mutationFn: api.tokens.revoke,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (token: Token) => askFirst({
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
            { key: "scope", title: t("tokens.scope"), cell: (row) => <Scope token={row} /> },
            { key: "used", title: t("tokens.used"), quiet: true, cell: (row) => (row.used_at ? <><Ago at={row.used_at} />{row.used_ip && <small className="mono faint"> {row.used_ip}</small>}</> : t("tokens.never")) },
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

/** What a token may, in a word; the list itself stands behind it. */
function Scope({ token }: { token: Token }) {
  const { t } = useWords();
  if (token.scope !== "chosen") return <>{t(`tokens.scopes.${token.scope}`)}</>;
  return (
    <details className="token-scope">
      <summary>{t("tokens.some", { count: token.permissions.length })}</summary>
      <ul>{token.permissions.map((each) => <li key={each}>{permissionName(t, each)}</li>)}</ul>
    </details>
  );
}

function permissionName(t: Words, permission: string): string {
  return has(`permission.${permission}`) ? t(`permission.${permission}`) : permission;
}

function NewToken({ close }: { close: () => void }) {
  const { t } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (fields: { name: string; scope: Token["scope"]; permissions?: string[]; life: number }) =>
      api.tokens.add({ name: fields.name, scope: fields.scope, permissions: fields.permissions, expires_at: fields.life ? new Date(Date.now() + fields.life * dayMs).toISOString() : undefined }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  const [form] = Form.useForm();
  const scope = (Form.useWatch("scope", form) ?? "read") as Token["scope"];
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
        {add.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(add.error))} className="door-fault" />}
        <Form.Item name="name" label={t("tokens.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus placeholder={t("tokens.nameHint")} /></Form.Item>
        <Form.Item name="scope" label={t("tokens.scope")} extra={t(`tokens.about.${scope}`)}><Select options={scopes.map((scope) => ({ value: scope, label: t(`tokens.scopes.${scope}`) }))} /></Form.Item>
        {scope === "chosen" && (
          <Form.Item name="permissions" label={t("tokens.permissions")} rules={[{ required: true, message: t("tokens.permissionsMissing") }]}>
            <Checkbox.Group className="token-picker">
              {permissions.map((each) => (
                <Checkbox key={each} value={each}>
                  <span className="token-permission"><span>{permissionName(t, each)}</span>{has(`permissionAbout.${each}`) && <small>{t(`permissionAbout.${each}`)}</small>}</span>
                </Checkbox>
              ))}
            </Checkbox.Group>
          </Form.Item>
        )}
        <Form.Item name="life" label={t("tokens.life")}><Select options={lives.map((days) => ({ value: days, label: days ? t("time.days", { count: days }) : t("tokens.noExpiry") }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
