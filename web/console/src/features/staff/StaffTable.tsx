import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type Staff } from "../../api";
import { keys, useOthers } from "../../live";
import { Avatar } from "../../ui/Avatar";
import { Copy } from "../../ui/Copy";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { languages } from "../../ui/languages";
import { useRoleName } from "./useRoleName";

export function StaffTable({ staff, me, edit }: { staff: Staff[]; me: string; edit: (one: Staff) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const presence = useOthers((others) => others.presence);
  const roleName = useRoleName();
  const turn = useMutation({
    mutationFn: (one: Staff) => api.staff.change(one.id, { state: one.state === "active" ? "disabled" : "active", version: one.version }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.staff }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const disable = (one: Staff) => askFirst({
    title: t("staff.disableAsk", { name: one.name }), content: t("staff.disableMeans"), okText: t("staff.disable"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => turn.mutateAsync(one).catch(() => undefined),
  });
  const reset = useMutation({
    mutationFn: (one: Staff) => api.factor.reset(one.id),
    onSuccess: (_answer, one) => {
      void client.invalidateQueries({ queryKey: keys.staff });
      say.done(t("factor.resetDone", { name: one.name }));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const askReset = (one: Staff) => askFirst({
    title: t("factor.resetAsk", { name: one.name }), content: t("factor.resetMeans", { name: one.name }), okText: t("factor.reset"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => reset.mutateAsync(one).catch(() => undefined),
  });
  const [link, setLink] = useState<{ of: Staff; url: string } | null>(null);
  const invite = useMutation({
    mutationFn: (one: Staff) => api.staff.invite(one.id),
    onSuccess: ({ invitation_url }, of) => setLink({ of, url: new URL(invitation_url, location.origin).href }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const state = (one: Staff) => presence[one.id] ?? one.presence.state;
  return (
    <>
      <Table
        label={t("settings.staff")} rows={staff} rowKey={(row) => row.id}
        columns={[
          { key: "name", title: t("staff.name"), cell: (row) => <span className={row.state === "disabled" ? "person is-off" : "person"}><Avatar name={row.name} size={28} mark={row.state === "active" ? state(row) : undefined} /><span><b>{row.name}</b><small>{row.email}</small></span></span> },
          { key: "role", title: t("staff.role"), cell: (row) => roleName(row) },
          { key: "can", title: t("ability.title"), quiet: true, cell: (row) => <Can one={row} /> },
          { key: "teams", title: t("staff.teams"), quiet: true, cell: (row) => row.teams.map((each) => each.name).join(t("list.and")) || "–" },
          { key: "state", title: t("staff.state"), quiet: true, cell: (row) => (row.state === "disabled" ? <span className="tag">{t("staff.disabled")}</span> : row.invited ? <span className="tag is-accent">{t("staff.waiting")}</span> : t(`presence.${state(row)}`)) },
          {
            key: "acts", title: t("table.acts"), align: "end", cell: (row) => (
              <span className="row-acts">
                {row.can.change && <Button size="small" onClick={() => edit(row)}>{t("act.edit")}</Button>}
                {row.can.change && row.state === "active" && row.id !== me && <Button size="small" type={row.invited ? "default" : "text"} loading={invite.isPending && invite.variables.id === row.id} onClick={() => invite.mutate(row)}>{t("staff.inviteAgain")}</Button>}
                {row.can.reset_factor && <Button size="small" type="text" onClick={() => askReset(row)}>{t("factor.reset")}</Button>}
                {row.can.disable && row.state === "active" && <Button size="small" type="text" danger onClick={() => disable(row)}>{t("staff.disable")}</Button>}
                {row.can.change && row.state === "disabled" && <Button size="small" onClick={() => turn.mutate(row)}>{t("staff.enable")}</Button>}
              </span>
            ),
          },
        ]}
      />
      {link && (
        <Modal open title={t("staff.newLink", { name: link.of.name })} onCancel={() => setLink(null)} footer={<Button type="primary" onClick={() => setLink(null)}>{t("act.done")}</Button>}>
          <p>{t("staff.newLinkMeans", { name: link.of.name })}</p>
          <Copy value={link.url} label={t("staff.invitation")} />
        </Modal>
      )}
    </>
  );
}

function Can({ one }: { one: Staff }) {
  const { t, locale } = useWords();
  const names = languages(locale, one.languages.map((each) => each.language));
  const can = [
    ...one.skills.map((each) => ({ name: each.name ?? each.id, level: t(`ability.skill.${each.level}`) })),
    ...one.languages.map((each) => ({ name: names.find((name) => name.value === each.language)?.label ?? each.language, level: t(`ability.language.${each.level}`) })),
  ];
  if (can.length === 0) return <span className="faint">–</span>;
  return <span className="chips">{can.map((each) => <span key={each.name} className="tag" title={`${each.name}: ${each.level}`}>{each.name}</span>)}</span>;
}
