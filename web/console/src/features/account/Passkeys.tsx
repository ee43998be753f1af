import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type Ceremony, type Factor, type Passkey } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { browserOf } from "../../ui/browser";
import { canPasskeys, makePasskey } from "./passkey";
import { ProofForm } from "./ProofForm";
import { useFactor } from "./SecondFactor";

/** The passkeys of this person, each named after what holds it. */
export function Passkeys() {
  const query = useFactor();
  return <Loaded query={query} rows={2}>{(factor) => <List factor={factor} />}</Loaded>;
}

function List({ factor }: { factor: Factor }) {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.passkeys, queryFn: api.passkeys.list });
  const [proving, setProving] = useState(false);
  const [asked, setAsked] = useState<Ceremony | null>(null);
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const fresh = () => {
    void client.invalidateQueries({ queryKey: keys.passkeys });
    void client.invalidateQueries({ queryKey: keys.factor });
  };
  const remove = useMutation({
    mutationFn: api.passkeys.remove,
    onSuccess: () => {
      fresh();
      void client.invalidateQueries({ queryKey: keys.sessions });
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (one: Passkey) => askFirst({
    title: t("passkeys.removeAsk", { name: one.name }), content: t("passkeys.removeMeans"), okText: t("passkeys.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(one.id).catch(() => undefined),
  });
  const can = factor.passkeys_work && canPasskeys();
  return (
    <>
      <Loaded query={query} rows={2}>{(page) => page.items.length === 0 ? <p className="panel-none">{t("passkeys.empty")}</p> : (
        <Table
          label={t("passkeys.title")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("passkeys.name"), cell: (row) => row.name },
            { key: "made", title: t("passkeys.made"), quiet: true, cell: (row) => <Ago at={row.created_at} /> },
            { key: "used", title: t("tokens.used"), quiet: true, cell: (row) => (row.used_at ? <Ago at={row.used_at} /> : t("tokens.never")) },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => (
                <span className="row-acts">
                  <Button size="small" onClick={() => setRenaming(row)}>{t("passkeys.rename")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("passkeys.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      <div className="section-acts">
        {can ? <Button onClick={() => setProving(true)}>{t("passkeys.add")}</Button> : <p className="panel-none">{t(factor.passkeys_work ? "passkeys.notHere" : "passkeys.noName")}</p>}
      </div>
      {proving && <ProofForm title={t("passkeys.add")} means={t("passkeys.addMeans")} go={t("factor.next")} factor={factor} close={() => setProving(false)} run={async (proof) => setAsked(await api.passkeys.challenge(proof))} />}
      {asked && <Naming title={t("passkeys.add")} go={t("passkeys.make")} first={browserOf(navigator.userAgent) ?? ""} close={() => setAsked(null)} run={async (name) => { if (await makePasskey(asked, name)) fresh(); else say.note(t("passkeys.turnedAway")); }} />}
      {renaming && <Naming title={t("passkeys.rename")} go={t("act.save")} first={renaming.name} close={() => setRenaming(null)} run={async (name) => { await api.passkeys.rename(renaming.id, name); fresh(); }} />}
    </>
  );
}

function Naming({ title, go, first, run, close }: { title: string; go: string; first: string; run: (name: string) => Promise<void>; close: () => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<{ name: string }>();
  const act = useMutation({ mutationFn: (fields: { name: string }) => run(fields.name), onSettled: close, onError: (cause) => say.bad(faultWords(t, asFault(cause))) });
  return (
    <Modal open title={title} okText={go} cancelText={t("act.cancel")} confirmLoading={act.isPending} onCancel={close} onOk={form.submit}>
      <Form name="passkey" form={form} layout="vertical" requiredMark={false} initialValues={{ name: first }} onFinish={act.mutate}>
        <Form.Item name="name" label={t("passkeys.name")} extra={t("passkeys.nameHint")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={80} /></Form.Item>
      </Form>
    </Modal>
  );
}
