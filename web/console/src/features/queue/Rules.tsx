import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Input, Select, Switch } from "antd";
import { asFault, type Priority } from "../../api";
import { routing, type RoutingRule, type Tried } from "../../api/routing";
import { useSkills, useTeams } from "../../live/people";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const blank: RoutingRule = { name: "", when: "", off: false, team: "", skills: [], language: "", priority: "" };
const priorities: Priority[] = ["low", "normal", "high", "urgent"];
const levels = [1, 2, 3];
const variables = ["channel_kind", "subject", "text", "language", "topics", "emotion", "urgency", "risks", "customer.tier", "customer.tags", "customer.contacts_3_days", "priority", "team", "tags", "messages"];

interface Props { rules: RoutingRule[]; change: (rules: RoutingRule[]) => void; fixed: boolean }

/** What conversations need of which conditions hold, in their order. */
export function Rules({ rules, change, fixed }: Props) {
  const { t } = useWords();
  const set = (at: number, part: Partial<RoutingRule>) => change(rules.map((each, n) => (n === at ? { ...each, ...part } : each)));
  const move = (at: number, by: number) => {
    const next = rules.toSpliced(at, 1);
    next.splice(at + by, 0, rules[at]!);
    change(next);
  };
  return (
    <>
      {rules.length === 0 && <p className="panel-none">{t("rules.none")}</p>}
      <ol className="rules">
        {rules.map((rule, at) => (
          <li key={at} className={rule.off ? "rule is-off" : "rule"}>
            <div className="rule-head">
              <Input value={rule.name} disabled={fixed} maxLength={80} aria-label={t("rules.name")} placeholder={t("rules.name")} onChange={(event) => set(at, { name: event.target.value })} />
              <label><Switch size="small" checked={!rule.off} disabled={fixed} onChange={(on) => set(at, { off: !on })} /> {t("rules.on")}</label>
              {!fixed && (
                <span className="row-acts">
                  <Button size="small" type="text" icon={<ArrowUpOutlined aria-hidden />} disabled={at === 0} aria-label={t("rules.up", { name: rule.name })} onClick={() => move(at, -1)} />
                  <Button size="small" type="text" icon={<ArrowDownOutlined aria-hidden />} disabled={at === rules.length - 1} aria-label={t("rules.down", { name: rule.name })} onClick={() => move(at, 1)} />
                  <Button size="small" type="text" danger icon={<DeleteOutlined aria-hidden />} aria-label={t("rules.remove", { name: rule.name })} onClick={() => change(rules.toSpliced(at, 1))} />
                </span>
              )}
            </div>
            <Condition when={rule.when} fixed={fixed} change={(when) => set(at, { when })} />
            <Needs rule={rule} fixed={fixed} set={(part) => set(at, part)} />
          </li>
        ))}
      </ol>
      {!fixed && <Button onClick={() => change([...rules, blank])}>{t("rules.add")}</Button>}
      <p className="rule-help">{t("rules.variables")} {variables.map((each) => <code key={each}>{each}</code>)}</p>
    </>
  );
}

/** A condition, and how it would have fared. */
function Condition({ when, fixed, change }: { when: string; fixed: boolean; change: (when: string) => void }) {
  const { t } = useWords();
  const preview = useMutation({ mutationFn: routing.preview });
  return (
    <div className="rule-when">
      <label>
        <span>{t("rules.when")}</span>
        <Input.TextArea className="mono" autoSize={{ minRows: 1, maxRows: 5 }} value={when} disabled={fixed} maxLength={4000} spellCheck={false} onChange={(event) => change(event.target.value)} />
      </label>
      {!fixed && <Button size="small" loading={preview.isPending} onClick={() => preview.mutate(when)}>{t("rules.try")}</Button>}
      {preview.error && <Alert type="error" role="alert" title={faultWords(t, asFault(preview.error))} />}
      {preview.data && <Outcome tried={preview.data} />}
    </div>
  );
}

function Outcome({ tried }: { tried: Tried }) {
  const { t } = useWords();
  return (
    <details className="rule-tried" role="status">
      <summary>{t("rules.matched", { count: tried.matched, of: tried.of })}</summary>
      <ul>
        {tried.first.map((each) => (
          <li key={each.id}><Link to="/desk/$view" params={{ view: "all" }} search={{ c: each.id }} target="_blank">#{each.number} {each.contact.name || t("contact.nameless")}</Link> <span>{each.subject || each.preview}</span></li>
        ))}
      </ul>
    </details>
  );
}

/** What whoever takes it must be. */
function Needs({ rule, fixed, set }: { rule: RoutingRule; fixed: boolean; set: (part: Partial<RoutingRule>) => void }) {
  const { t, locale } = useWords();
  const teams = useTeams();
  const skills = useSkills();
  const all = skills.data?.items ?? [];
  const tongue = new Intl.DisplayNames([locale], { type: "language" });
  const needed = rule.skills.map((each) => `${each.skill} ${each.level}`);
  const options = all.flatMap((each) => levels.map((level) => ({ value: `${each.id} ${level}`, label: t("queue.skill", { skill: each.name, level: t(`ability.skill.${level}`) }) })));
  const choose = (values: string[]) => {
    const by = new Map(values.map((value) => [value.split(" ")[0]!, Number(value.split(" ")[1])]));
    set({ skills: [...by].map(([skill, level]) => ({ skill, level })) });
  };
  return (
    <div className="rule-needs">
      <label><span>{t("rules.team")}</span><Select allowClear disabled={fixed} value={rule.team || undefined} placeholder={t("rules.nothing")} options={(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(team?: string) => set({ team: team ?? "" })} /></label>
      <label><span>{t("rules.skills")}</span><Select mode="multiple" disabled={fixed} value={needed} placeholder={t("rules.nothing")} optionFilterProp="label" options={options} onChange={choose} /></label>
      <label><span>{t("rules.language")}</span><Select allowClear showSearch disabled={fixed} value={rule.language || undefined} placeholder={t("rules.asRead")} optionFilterProp="label" options={["zh", "en", "ja", "ko", "th", "vi", "id", "ms", "es", "fr", "de", "pt", "ru", "ar"].map((value) => ({ value, label: tongue.of(value) ?? value }))} onChange={(language?: string) => set({ language: language ?? "" })} /></label>
      <label><span>{t("rules.priority")}</span><Select allowClear disabled={fixed} value={rule.priority || undefined} placeholder={t("rules.nothing")} options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))} onChange={(priority?: Priority) => set({ priority: priority ?? "" })} /></label>
    </div>
  );
}
