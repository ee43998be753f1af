import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, asFault, type Automation, type AutomationSave, type Forecast, type Occasion } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";
import { ConditionField } from "./ConditionField";

export const occasions: Occasion[] = ["opened", "arrived", "replied", "assigned", "resolved", "waiting", "quiet"];
export const timed = (occasion: Occasion) => occasion === "waiting" || occasion === "quiet";

interface Fields { name: string; occasion: Occasion; minutes: number; condition: string; ends: boolean }

interface Props { automation: Automation | null; steps: () => Automation["steps"]; stepList: ReactNode; close: () => void }

/** When, if, then. A new one begins on trial. */
export function AutomationForm({ automation, steps, stepList, close }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const occasion = Form.useWatch("occasion", form) ?? automation?.occasion ?? "arrived";
  const condition = Form.useWatch("condition", form) ?? automation?.condition ?? "";
  const save = useMutation({
    mutationFn: ({ name, occasion: when, minutes, condition: question, ends }: Fields) => {
      const body: AutomationSave = { name, occasion: when, minutes: timed(when) ? minutes : 0, condition: question, ends, steps: steps(), mode: automation?.mode ?? "trial", version: automation?.version };
      return automation ? api.automations.change(automation.id, body) : api.automations.add(body);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.automations });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Drawer open size="large" title={automation ? t("automation.change", { name: automation.name }) : t("automation.add")} onClose={close}
      extra={<Button type="primary" loading={save.isPending} onClick={form.submit}>{t(automation ? "act.save" : "automation.make")}</Button>}>
      <Form name="automation" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={{ name: automation?.name ?? "", occasion, minutes: automation?.minutes || 30, condition, ends: automation?.ends ?? false }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        {!automation && <p className="wording-hint">{t("automation.beginsOnTrial")}</p>}
        <Form.Item name="name" label={t("automation.name")} rules={[{ required: true, message: t("automation.nameMissing") }]}><Input autoFocus maxLength={100} /></Form.Item>
        <div className="form-row">
          <Form.Item name="occasion" label={t("automation.when")}><Select options={occasions.map((each) => ({ value: each, label: t(`automation.occasion.${each}`) }))} /></Form.Item>
          {timed(occasion) && <Form.Item name="minutes" label={t("automation.minutes")} rules={[{ required: true, message: t("automation.minutesMissing") }]}><InputNumber min={1} max={527_040} /></Form.Item>}
        </div>
        <Form.Item name="condition" label={t("automation.condition")}><Condition /></Form.Item>
        <Trial condition={condition} />
        <h3 className="macro-head">{t("automation.then")}</h3>
        {stepList}
        <Form.Item name="ends" valuePropName="checked" className="automation-ends"><Checkbox>{t("automation.ends")}</Checkbox></Form.Item>
      </Form>
    </Drawer>
  );
}

/** What the form's item hands on. */
function Condition({ value = "", onChange = () => undefined }: { value?: string; onChange?: (next: string) => void }) {
  return <ConditionField value={value} onChange={onChange} />;
}

/** What the condition says of the newest conversations, before anything happens by it. */
function Trial({ condition }: { condition: string }) {
  const { t, locale } = useWords();
  const now = useNow();
  const [of, setOf] = useState("");
  const trial = useMutation({ mutationFn: api.automations.preview, onSuccess: (_, asked) => setOf(asked) });
  const stale = trial.data && of !== condition;
  return (
    <div className="automation-trial">
      <Button size="small" loading={trial.isPending} onClick={() => trial.mutate(condition)}>{t("automation.try")}</Button>
      {trial.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(trial.error))} />}
      {trial.data && !stale && <>
        <p role="status">{said(t, trial.data)}</p>
        <ol className="automation-matches">
          {trial.data.examples.map((each) => <li key={each.id}><Link to="/desk/$view" params={{ view: "all" }} search={{ c: each.id }} target="_blank"><span className="num">#{each.number}</span> {each.customer} {each.subject && `· ${each.subject}`}</Link> <span className="faint num">{dateAndClock(locale, each.at, now)}</span></li>)}
        </ol>
      </>}
    </div>
  );
}

function said(t: ReturnType<typeof useWords>["t"], { looked, matched, broke }: Forecast): string {
  return t("automation.matched", { matched, count: looked }) + (broke > 0 ? ` ${t("automation.broke", { count: broke })}` : "");
}
