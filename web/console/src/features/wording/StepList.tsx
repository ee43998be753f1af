import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, InputNumber, Select } from "antd";
import type { CannedReply, MacroStep, StepKind } from "../../api";
import { useStaff, useTeams } from "../../live/people";
import { useWords } from "../../words";
import { lengthOf, minutesOf, variables, type Unit } from "./rules";

const fresh: Record<StepKind, MacroStep> = {
  reply: { kind: "reply", text: "" }, note: { kind: "note", text: "" }, assign: { kind: "assign", assignee: "me" }, team: { kind: "team", team: "none" },
  tag: { kind: "tag", add: [], remove: [] }, priority: { kind: "priority", priority: "high" }, snooze: { kind: "snooze", minutes: 24 * 60 }, resolve: { kind: "resolve" }, state: { kind: "state", state: "open" },
};
const kinds = Object.keys(fresh) as StepKind[];

/** A step with a name of its own, so that it keeps its fields when others move. */
export interface Keyed { key: string; step: MacroStep }

export function keyed(steps: MacroStep[]): Keyed[] {
  return steps.map((step) => ({ key: crypto.randomUUID(), step }));
}

/** The steps of a macro; with the canned replies of everybody, those of the house itself, which is nobody's “me”. */
export function StepList({ steps, setSteps, canned }: { steps: Keyed[]; setSteps: (change: (old: Keyed[]) => Keyed[]) => void; canned?: CannedReply[] }) {
  const { t } = useWords();
  const put = (at: number, change: Partial<MacroStep>) => setSteps((old) => old.map((each, index) => (index === at ? { ...each, step: { ...each.step, ...change } } : each)));
  const move = (at: number, by: number) => setSteps((old) => {
    const next = [...old];
    [next[at], next[at + by]] = [next[at + by]!, next[at]!];
    return next;
  });
  return (
    <>
      {steps.length === 0 && <p className="wording-hint">{t("macros.noSteps")}</p>}
      <ol className="macro-steps">
        {steps.map(({ key, step }, at) => (
          <li key={key}>
            <div className="macro-step">
              <b>{t(`macro.kind.${step.kind}`)}</b>
              <span className="row-acts">
                <Button size="small" type="text" icon={<ArrowUpOutlined aria-hidden />} aria-label={t("macros.up")} disabled={at === 0} onClick={() => move(at, -1)} />
                <Button size="small" type="text" icon={<ArrowDownOutlined aria-hidden />} aria-label={t("macros.down")} disabled={at === steps.length - 1} onClick={() => move(at, 1)} />
                <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t("macros.dropStep")} onClick={() => setSteps((old) => old.filter((each) => each.key !== key))} />
              </span>
            </div>
            <StepFields step={step} change={(next) => put(at, next)} canned={canned} />
          </li>
        ))}
      </ol>
      <Dropdown trigger={["click"]} menu={{ items: kinds.map((kind) => ({ key: kind, label: t(`macro.kind.${kind}`) })), onClick: ({ key }) => setSteps((old) => [...old, { key: crypto.randomUUID(), step: canned && key === "assign" ? { kind: "assign", assignee: "none" } : fresh[key as StepKind] }]) }}>
        <Button icon={<PlusOutlined aria-hidden />}>{t("macros.addStep")}</Button>
      </Dropdown>
    </>
  );
}

function StepFields({ step, change, canned }: { step: MacroStep; change: (next: Partial<MacroStep>) => void; canned?: CannedReply[] }) {
  const { t } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  const label = t(`macro.kind.${step.kind}`);
  switch (step.kind) {
    case "reply":
    case "note":
      return (
        <>
          {canned && step.kind === "reply" && <Select allowClear aria-label={t("automation.canned")} placeholder={t("automation.canned")} className="macro-choice" value={step.canned_reply || undefined} onChange={(next?: string) => change({ canned_reply: next, text: "", html: "" })} showSearch optionFilterProp="label" options={canned.map((each) => ({ value: each.id, label: each.title }))} />}
          {!step.canned_reply && <Input.TextArea aria-label={label} autoSize={{ minRows: 2, maxRows: 8 }} value={step.text} onChange={(event) => change({ text: event.target.value, html: "" })} />}
          {!step.canned_reply && <p className="wording-hint">{variables.map((each) => <button key={each} type="button" className="bubble-act" title={t(`variable.${each}`)} onClick={() => change({ text: `${step.text ?? ""}{{${each}}}`, html: "" })}>{`{{${each}}}`}</button>)}</p>}
        </>
      );
    case "assign":
      return <Select aria-label={label} className="macro-choice" value={step.assignee} onChange={(assignee) => change({ assignee })} showSearch optionFilterProp="label" options={[...(canned ? [] : [{ value: "me", label: t("macro.step.assignMe") }]), { value: "none", label: t("macro.step.assignNone") }, ...(staff.data?.items ?? []).filter((each) => each.state === "active").map((each) => ({ value: each.id, label: each.name }))]} />;
    case "team":
      return <Select aria-label={label} className="macro-choice" value={step.team} onChange={(team) => change({ team })} options={[{ value: "none", label: t("macro.step.teamNone") }, ...(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))]} />;
    case "tag":
      return (
        <div className="macro-pair">
          <label>{t("macros.tagsOn")}<Select mode="tags" open={false} suffixIcon={null} aria-label={t("macros.tagsOn")} value={step.add} onChange={(add) => change({ add })} tokenSeparators={[",", "，"]} /></label>
          <label>{t("macros.tagsOff")}<Select mode="tags" open={false} suffixIcon={null} aria-label={t("macros.tagsOff")} value={step.remove} onChange={(remove) => change({ remove })} tokenSeparators={[",", "，"]} /></label>
        </div>
      );
    case "priority":
      return <Select aria-label={label} className="macro-choice" value={step.priority} onChange={(priority) => change({ priority })} options={(["urgent", "high", "normal", "low"] as const).map((each) => ({ value: each, label: t(`priority.${each}`) }))} />;
    case "snooze": {
      const { count, unit } = lengthOf(step.minutes ?? 1);
      return (
        <div className="macro-length">
          <InputNumber aria-label={label} min={1} max={999} value={count} onChange={(next) => change({ minutes: minutesOf(next ?? 1, unit) })} />
          <Select<Unit> aria-label={t("macros.unit")} value={unit} onChange={(next) => change({ minutes: minutesOf(count, next) })} options={(["minutes", "hours", "days"] as const).map((each) => ({ value: each, label: t(`macros.units.${each}`) }))} />
        </div>
      );
    }
    case "state":
      return <Select aria-label={label} className="macro-choice" value={step.state} onChange={(state) => change({ state })} options={(["open", "waiting"] as const).map((each) => ({ value: each, label: t(`state.${each}`) }))} />;
    default:
      return null;
  }
}
