import { CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Input, Modal, type MenuProps } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { api, asFault, type Acts, type BulkAction, type BulkOrder, type Priority } from "../../api";
import { keys } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { has, useWords } from "../../words";
import { counted } from "../../words/counted";
import { faultWords } from "../../words/fault";

interface Props {
  count: number;
  /** All of the view is meant, also what is not loaded. */
  all: boolean;
  viewCount: number | string | undefined;
  target: () => Omit<BulkOrder, "acts" | "macro">;
  permissions: string[];
  everything: () => void;
  clear: () => void;
  /** Makes one of those that are selected; left out when that cannot be. */
  merge?: () => void;
  /** Where a macro for all of them is chosen. */
  macros: (run: (macro: string) => void, close: () => void) => ReactNode;
}

const priorities: Priority[] = ["low", "normal", "high", "urgent"];
const dayMs = 86_400_000;

/** What can be done with the conversations that are selected. */
export function BulkBar({ count, all, viewCount, target, permissions, everything, clear, merge, macros }: Props) {
  const { t, locale } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  const statuses = useQuery({ queryKey: keys.statuses, queryFn: api.statuses.list, enabled: count > 0 || all, staleTime: 60_000 });
  const offered = statuses.data?.items.filter((each) => each.active) ?? [];
  const [running, setRunning] = useState("");
  const [tagging, setTagging] = useState<"add" | "remove" | null>(null);
  const [tags, setTags] = useState("");
  const [choosing, setChoosing] = useState(false);
  const order = (what: Pick<BulkOrder, "acts" | "macro">) => {
    api.bulk.begin({ ...target(), ...what }, crypto.randomUUID()).then(
      (action) => { setRunning(action.id); clear(); },
      (cause: unknown) => say.bad(faultWords(t, asFault(cause))),
    );
  };
  const begin = (acts: Acts) => order({ acts });
  if (count === 0 && !all) return running ? <BulkProgress id={running} close={() => setRunning("")} /> : null;
  const may = (permission: string) => permissions.includes(permission);
  const assign: MenuProps["items"] = [
    { key: "who:me", label: t("bulk.toMe") },
    { key: "who:", label: t("bulk.toNobody") },
    { type: "divider" },
    ...(staff.data?.items ?? []).filter((each) => each.state === "active").map((each) => ({ key: `who:${each.id}`, label: each.name })),
    { type: "divider" },
    ...(teams.data?.items ?? []).map((each) => ({ key: `team:${each.id}`, label: t("bulk.toTeam", { name: each.name }) })),
  ];
  const more: MenuProps["items"] = [
    { key: "tags:add", label: t("bulk.addTags"), disabled: !may("conversation.tag") },
    { key: "tags:remove", label: t("bulk.removeTags"), disabled: !may("conversation.tag") },
    { key: "priority", label: t("command.conversation.priority"), disabled: !may("conversation.change"), children: priorities.map((each) => ({ key: `priority:${each}`, label: t(`priority.${each}`) })) },
    ...(offered.length > 0 ? [{ key: "status", label: t("bulk.status"), disabled: !may("conversation.change"), children: offered.map((each) => ({ key: `status:${each.id}`, label: (locale === "en" ? each.name_en || each.name_zh : each.name_zh || each.name_en) })) }] : []),
    { key: "snooze", label: t("bulk.snooze"), disabled: !may("conversation.change"), children: [1, 3, 7].map((days) => ({ key: `snooze:${days}`, label: t("bulk.snoozeDays", { count: days }) })) },
    { key: "macro", label: `${t("bulk.macro")}…`, disabled: !may("conversation.note") && !may("conversation.change") },
    ...(merge ? [{ key: "merge", label: `${t("command.conversation.merge")}…` }] : []),
    { key: "reopen", label: t("command.conversation.reopen"), disabled: !may("conversation.resolve") },
    ...(may("conversation.delete") ? [{ type: "divider" as const }, { key: "delete", danger: true, label: t("command.conversation.delete") }] : []),
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const [act = "", value = ""] = key.split(/:(.*)/s);
    if (act === "who") begin({ assignee: value });
    else if (act === "team") begin({ team: value });
    else if (act === "macro") setChoosing(true);
    else if (act === "merge") merge?.();
    else if (act === "tags") setTagging(value as "add" | "remove");
    else if (act === "priority") begin({ priority: value as Priority });
    else if (act === "status") begin({ status: value });
    else if (act === "snooze") begin({ state: "snoozed", snoozed_until: new Date(Date.now() + Number(value) * dayMs).toISOString() });
    else if (act === "reopen") begin({ state: "open" });
    else askFirst({
      title: t("bulk.deleteAsk", counted(all ? viewCount : count)), content: t("conversation.deleteMeans"), okText: t("command.conversation.delete"), okButtonProps: { danger: true },
      cancelText: t("act.cancel"), onOk: () => begin({ delete: true }),
    });
  };
  const put = () => {
    const list = tags.split(/[,，]/).map((each) => each.trim()).filter(Boolean);
    if (list.length > 0) begin(tagging === "add" ? { add_tags: list } : { remove_tags: list });
    setTagging(null);
    setTags("");
  };
  return (
    <div className="bulk" role="toolbar" aria-label={t("bulk.label")}>
      <span className="bulk-count num" role="status">{all ? t("bulk.allOf", counted(viewCount)) : t("bulk.count", { count })}</span>
      {!all && <Button size="small" type="link" onClick={everything}>{t("bulk.everything", { count: viewCount })}</Button>}
      <span className="bulk-acts">
        <Button size="small" type="primary" disabled={!may("conversation.resolve")} onClick={() => begin({ state: "resolved" })}>{t("command.conversation.resolve")}</Button>
        <Dropdown trigger={["click"]} menu={{ items: assign, onClick: choose, className: "menu-scroll" }}><Button size="small" disabled={!may("conversation.assign")}>{t("bulk.assign")}</Button></Dropdown>
        <Dropdown trigger={["click"]} menu={{ items: more, onClick: choose }}><Button size="small">{t("act.more")}</Button></Dropdown>
        <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t("bulk.clear")} onClick={clear} />
      </span>
      {choosing && macros((macro) => { setChoosing(false); order({ macro }); }, () => setChoosing(false))}
      <Modal open={tagging !== null} title={t(tagging === "remove" ? "bulk.removeTags" : "bulk.addTags")} okText={t(tagging === "remove" ? "bulk.removeTags" : "bulk.addTags")} cancelText={t("act.cancel")} onOk={put} onCancel={() => setTagging(null)}>
        <Input autoFocus aria-label={t("bulk.tags")} placeholder={t("bulk.tags")} value={tags} onChange={(event) => setTags(event.target.value)} onPressEnter={put} />
      </Modal>
    </div>
  );
}

const over = (action: BulkAction | undefined) => action !== undefined && ["done", "cancelled", "undone"].includes(action.state);

/** How far it has come, and the way back. */
function BulkProgress({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.bulk(id), queryFn: () => api.bulk.get(id), refetchInterval: (state) => (over(state.state.data) ? false : 2000) });
  const [, setTurn] = useState(0);
  const action = query.data;
  useEffect(() => { if (query.isError) close(); }, [query.isError, close]);
  if (!action) return null;
  const turn = (work: Promise<BulkAction>) => {
    work.then(() => { setTurn((n) => n + 1); void query.refetch(); }, (cause: unknown) => say.bad(faultWords(t, asFault(cause))));
  };
  const through = action.state === "undoing" || action.state === "undone" ? action.undone + action.kept : action.done + action.same + action.refused;
  const whole = action.state === "undoing" || action.state === "undone" ? action.done : action.total;
  return (
    <div className="bulk is-progress" role="status" aria-label={t("bulk.progress")}>
      <span className="bulk-count num">{t(`bulk.state.${action.state}`, { done: action.done + action.same, total: action.total, undone: action.undone, refused: action.refused, kept: action.kept })}</span>
      {!over(action) && <progress max={Math.max(1, whole)} value={through} aria-label={t("bulk.progress")} />}
      {action.macro?.writes && (action.can.undo || action.state === "undone") && <span className="bulk-reason">{t("bulk.macroStays")}</span>}
      {action.reasons.map((each) => (
        <span key={each.code} className="bulk-reason">{t("bulk.left", { count: each.count })} {has(`bulk.reason.${each.code}`) ? t(`bulk.reason.${each.code}`) : each.code} <span className="num faint">{each.examples.slice(0, 5).map((one) => `#${one.number}`).join(" ")}</span></span>
      ))}
      <span className="bulk-acts">
        {action.can.cancel && <Button size="small" onClick={() => turn(api.bulk.cancel(id))}>{t("bulk.cancel")}</Button>}
        {action.can.undo && <Button size="small" onClick={() => turn(api.bulk.undo(id))}>{t("bulk.undo")}</Button>}
        {over(action) && <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t("bulk.close")} onClick={close} />}
      </span>
    </div>
  );
}
