import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Dropdown, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Macro, type MacroSave, type MacroStep, type StepKind } from "../../api";
import { keys } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { OwnerField } from "./OwnerField";
import { lengthOf, minutesOf, ownedBy, ownerOf, variables, type Unit } from "./rules";

const fresh: Record<StepKind, MacroStep> = {
  reply: { kind: "reply", text: "" }, note: { kind: "note", text: "" }, assign: { kind: "assign", assignee: "me" }, team: { kind: "team", team: "none" },
  tag: { kind: "tag", add: [], remove: [] }, priority: { kind: "priority", priority: "high" }, snooze: { kind: "snooze", minutes: 24 * 60 }, resolve: { kind: "resolve" }, state: { kind: "state", state: "open" },
};
const kinds = Object.keys(fresh) as StepKind[];

interface Fields { name: string; owner: string }

export function MacroForm({ macro, close }: { macro: Macro | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [steps, setSteps] = useState<{ key: string; step: MacroStep }[]>(() => (macro?.steps ?? []).map((step) => ({ key: crypto.randomUUID(), step })));
  const save = useMutation({
    mutationFn: ({ name, owner }: Fields) => {
      const body: MacroSave = { name, ...ownedBy(owner), steps: steps.map((each) => each.step), version: macro?.version };
      return macro ? api.macros.change(macro.id, body) : api.macros.add(body);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.macros });
      say.done(t("act.saved"));
      close();
    },
  });
  const put = (at: number, change: Partial<MacroStep>) => setSteps((old) => old.map((each, index) => (index === at ? { ...each, step: { ...each.step, ...change } } : each)));
  const move = (at: number, by: number) => setSteps((old) => {
    const next = [...old];
    [next[at], next[at + by]] = [next[at + by]!, next[at]!];
    return next;
  });
  return (
    <Modal open width={680} title={macro ? t("macros.change", { name: macro.name }) : t("macros.add")} okText={t(macro ? "act.save" : "macros.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="macro" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={macro ? { name: macro.name, owner: ownerOf(macro) } : { name: "", owner: "personal" }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-row">
          <Form.Item name="name" label={t("macros.name")} rules={[{ required: true, message: t("macros.nameMissing") }]}><Input autoFocus maxLength={120} /></Form.Item>
          <OwnerField />
        </div>
        <h3 className="macro-head">{t("macros.steps")}</h3>
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
              <StepFields step={step} change={(next) => put(at, next)} />
            </li>
          ))}
        </ol>
        <Dropdown trigger={["click"]} menu={{ items: kinds.map((kind) => ({ key: kind, label: t(`macro.kind.${kind}`) })), onClick: ({ key }) => setSteps((old) => [...old, { key: crypto.randomUUID(), step: fresh[key as StepKind] }]) }}>
          <Button icon={<PlusOutlined aria-hidden />}>{t("macros.addStep")}</Button>
        </Dropdown>
      </Form>
    </Modal>
  );
}

function StepFields({ step, change }: { step: MacroStep; change: (next: Partial<MacroStep>) => void }) {
  const { t } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  const label = t(`macro.kind.${step.kind}`);
  switch (step.kind) {
    case "reply":
    case "note":
      return (
        <>
          <Input.TextArea aria-label={label} autoSize={{ minRows: 2, maxRows: 8 }} value={step.text} onChange={(event) => change({ text: event.target.value, html: "" })} />
          <p className="wording-hint">{variables.map((each) => <button key={each} type="button" className="bubble-act" title={t(`variable.${each}`)} onClick={() => change({ text: `${step.text ?? ""}{{${each}}}`, html: "" })}>{`{{${each}}}`}</button>)}</p>
        </>
      );
    case "assign":
      return <Select aria-label={label} className="macro-choice" value={step.assignee} onChange={(assignee) => change({ assignee })} showSearch optionFilterProp="label" options={[{ value: "me", label: t("macro.step.assignMe") }, { value: "none", label: t("macro.step.assignNone") }, ...(staff.data?.items ?? []).filter((each) => each.state === "active").map((each) => ({ value: each.id, label: each.name }))]} />;
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
