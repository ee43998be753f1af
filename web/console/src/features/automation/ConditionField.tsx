import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { api, type RuleWord } from "../../api";
import { keys } from "../../live";
import { has, useWords } from "../../words";
import { opsFor, read, theirWords, written, type Built, type Op, type Part } from "./condition";

interface Draft { key: string; part: Part }

/** A condition: put together from fields, or written in the rule language. What fields cannot show stays written. */
export function ConditionField({ value, onChange }: { value: string; onChange: (next: string) => void }) {
  const { t } = useWords();
  const words = useQuery({ queryKey: keys.ruleWords, queryFn: api.automations.words, staleTime: Infinity });
  const [mode, setMode] = useState<"fields" | "text">(() => (read(value) ? "fields" : "text"));
  const [built, setBuilt] = useState(() => drafts(read(value)));
  const put = (next: { join: Built["join"]; list: Draft[] }) => {
    setBuilt(next);
    onChange(written({ join: next.join, parts: next.list.map((each) => each.part) }));
  };
  const turn = (next: "fields" | "text") => {
    if (next === "fields") setBuilt(drafts(read(value)));
    setMode(next);
  };
  const readable = read(value) !== null;
  const list = words.data?.items ?? [];
  const change = (key: string, part: Part) => put({ ...built, list: built.list.map((each) => (each.key === key ? { key, part } : each)) });
  return (
    <div className="condition" role="group" aria-label={t("automation.condition")}>
      <Segmented size="small" value={mode} onChange={turn} options={[
        { value: "fields", label: t("automation.byFields"), disabled: !readable, title: readable ? undefined : t("automation.notByFields") }, { value: "text", label: t("automation.byText") },
      ]} />
      {mode === "text" ? (
        <>
          <Input.TextArea aria-label={t("automation.condition")} className="condition-text" autoSize={{ minRows: 3, maxRows: 10 }} spellCheck={false} value={value} placeholder={t("automation.example")} onChange={(event) => onChange(event.target.value)} />
          <details className="condition-words"><summary>{t("automation.whatCanBeAsked")}</summary>
            <dl>{[{ name: "mentions(\"…\", \"…\")", kind: "text", values: [] } satisfies RuleWord, ...list].map((word) => <div key={word.name}><dt><code>{word.name}</code></dt><dd>{word.name.startsWith("mentions") ? t("automation.word.mentions") : wordName(t, word.name)}{word.values.length > 0 && <span className="faint"> {word.values.join(", ")}</span>}</dd></div>)}</dl>
          </details>
        </>
      ) : (
        <>
          {built.list.length === 0 && <p className="wording-hint">{t("automation.always")}</p>}
          {built.list.length > 1 && <Segmented size="small" aria-label={t("automation.join")} value={built.join} onChange={(join) => put({ ...built, join })} options={(["all", "any"] as const).map((each) => ({ value: each, label: t(`automation.joins.${each}`) }))} />}
          <ul className="condition-parts">
            {built.list.map(({ key, part }) => (
              <li key={key}>
                <PartFields part={part} words={list} change={(next) => change(key, next)} />
                <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t("automation.dropPart")} onClick={() => put({ ...built, list: built.list.filter((each) => each.key !== key) })} />
              </li>
            ))}
          </ul>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => put({ ...built, list: [...built.list, { key: crypto.randomUUID(), part: { word: theirWords, op: "mentions", values: [] } }] })}>{t("automation.addPart")}</Button>
        </>
      )}
    </div>
  );
}

function PartFields({ part, words, change }: { part: Part; words: RuleWord[]; change: (next: Part) => void }) {
  const { t } = useWords();
  const word = words.find((each) => each.name === part.word);
  const ops = opsFor(word);
  const label = part.word === theirWords ? t("automation.word.mentions") : wordName(t, part.word);
  const say = (value: string) => (has(`automation.value.${value}`) ? t(`automation.value.${value}`) : value);
  const values = part.op === "atLeast" || part.op === "atMost"
    ? <InputNumber aria-label={label} value={part.values[0] === undefined ? null : Number(part.values[0])} onChange={(next) => change({ ...part, values: next === null ? [] : [String(next)] })} />
    : word && word.values.length > 0
      ? <Select mode="multiple" aria-label={label} value={part.values} onChange={(next) => change({ ...part, values: next })} options={word.values.map((each) => ({ value: each, label: say(each) }))} />
      : part.op === "contains" || part.op === "has" || part.op === "hasNot"
        ? <Input aria-label={label} value={part.values[0] ?? ""} onChange={(event) => change({ ...part, values: [event.target.value] })} />
        : <Select mode="tags" open={false} suffixIcon={null} aria-label={label} value={part.values} tokenSeparators={[",", "，"]} onChange={(next) => change({ ...part, values: next })} />;
  return (
    <span className="condition-part">
      <Select aria-label={t("automation.what")} value={part.word} showSearch optionFilterProp="label" onChange={(next) => change({ word: next, op: opsFor(words.find((each) => each.name === next))[0]!, values: [] })}
        options={[{ value: theirWords, label: t("automation.word.mentions") }, ...words.filter((each) => each.kind !== "fields").map((each) => ({ value: each.name, label: wordName(t, each.name) }))]} />
      {ops.length > 1 ? <Select<Op> aria-label={t("automation.how")} value={part.op} onChange={(op) => change({ ...part, op })} options={ops.map((each) => ({ value: each, label: t(`automation.op.${each}`) }))} /> : <span>{t(`automation.op.${part.op}`)}</span>}
      {values}
    </span>
  );
}

function drafts(built: Built | null): { join: Built["join"]; list: Draft[] } {
  return { join: built?.join ?? "all", list: (built?.parts ?? []).map((part) => ({ key: crypto.randomUUID(), part })) };
}

function wordName(t: ReturnType<typeof useWords>["t"], name: string): string {
  const key = `automation.word.${name.replace(".", "_")}`;
  return has(key) ? t(key) : name;
}
