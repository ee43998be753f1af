import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type Provider } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { ProviderForm } from "./ProviderForm";

/** Whose word about somebody the house takes. */
export function Providers() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.providers, queryFn: api.providers.list });
  const [editing, setEditing] = useState<Provider | "new" | null>(null);
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: keys.providers }),
    onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))),
  };
  const turn = useMutation({ mutationFn: (one: Provider) => api.providers.change(one.id, { state: one.state === "active" ? "off" : "active", version: one.version }), ...settled });
  const remove = useMutation({ mutationFn: (one: Provider) => api.providers.remove(one.id), ...settled });
  const check = useMutation({ mutationFn: (one: Provider) => api.providers.check(one.id), onSuccess: () => say.done(t("providers.there")), onError: settled.onError });
  const ask = (one: Provider) => askFirst({
    title: t("providers.removeAsk", { name: one.name }), content: t("providers.removeMeans"), okText: t("providers.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(one).catch(() => undefined),
  });
  return (
    <>
      <Loaded query={query} rows={2}>{(page) => page.items.length === 0 ? <p className="panel-none">{t("providers.empty")}</p> : (
        <Table
          label={t("providers.title")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("providers.name"), cell: (row) => <span className="person"><span><b>{row.name}</b><small>{row.issuer}</small></span></span> },
            { key: "state", title: t("staff.state"), quiet: true, cell: (row) => <span className={row.state === "active" ? "tag is-accent" : "tag"}>{t(`providers.states.${row.state}`)}</span> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" loading={check.isPending && check.variables.id === row.id} onClick={() => check.mutate(row)}>{t("providers.check")}</Button>
                  <Button size="small" type="text" onClick={() => turn.mutate(row)}>{t(row.state === "active" ? "providers.turnOff" : "providers.turnOn")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("providers.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      <div className="section-acts"><Button onClick={() => setEditing("new")}>{t("providers.add")}</Button></div>
      {editing && <ProviderForm one={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </>
  );
}
