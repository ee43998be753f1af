import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { privacy, privacyKinds, privacyLevels, type PrivacyLevel, type PrivacyPolicy } from "../../api/privacy";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useStaff } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";

/** Who sees which kinds of personal data, with a look at what that does. */
export default function Privacy() {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.privacy, queryFn: privacy.policy });
  const report = useMe().permissions.includes("audit.view") && <Link className="as-button" to="/settings/unmaskings">{t("privacy.report")}</Link>;
  return (
    <Page title={t("settings.privacy")} lead={t("privacy.lead")} acts={report}>
      <Loaded query={query} refused={t("privacy.refused")}>{(policy) => <Deciding key={policy.version} policy={policy} />}</Loaded>
    </Page>
  );
}

function Deciding({ policy }: { policy: PrivacyPolicy }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [levels, setLevels] = useState(policy.levels);
  const [minutes, setMinutes] = useState(policy.shown_minutes);
  const [perHour, setPerHour] = useState(policy.per_hour);
  const save = useMutation({
    mutationFn: () => privacy.decide({ levels, shown_minutes: minutes, per_hour: perHour, version: policy.version }),
    onSuccess: (saved) => { client.setQueryData(keys.privacy, saved); say.done(t("privacy.saved")); },
  });
  const same = minutes === policy.shown_minutes && perHour === policy.per_hour && privacyKinds.every((kind) => levels[kind] === policy.levels[kind]);
  return (
    <>
      <Section title={t("privacy.kinds")} lead={t("privacy.kindsLead")}><Kinds levels={levels} change={setLevels} /></Section>
      <Section title={t("privacy.unmasking")} lead={t("privacy.unmaskingLead")}>
        <div className="privacy-limits">
          <label htmlFor="privacy-minutes">{t("privacy.shownMinutes")}</label>
          <InputNumber id="privacy-minutes" min={1} max={60} precision={0} value={minutes} onChange={(next) => setMinutes(next ?? policy.shown_minutes)} />
          <label htmlFor="privacy-hour">{t("privacy.perHour")}</label>
          <InputNumber id="privacy-hour" min={1} max={1000} precision={0} value={perHour} onChange={(next) => setPerHour(next ?? policy.per_hour)} />
        </div>
      </Section>
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} />}
      <div className="privacy-save">
        <Button type="primary" disabled={same} loading={save.isPending} onClick={() => save.mutate()}>{t("privacy.save")}</Button>
        <Since policy={policy} />
      </div>
      <Section title={t("privacy.trial")} lead={t("privacy.trialLead")}><Trial levels={levels} /></Section>
    </>
  );
}

function Since({ policy }: { policy: PrivacyPolicy }) {
  const { t, locale } = useWords();
  const now = useNow();
  const staff = useStaff();
  if (!policy.changed_at) return <span className="faint">{t("privacy.asItCame")}</span>;
  const who = staff.data?.items.find((each) => each.id === policy.changed_by)?.name ?? t("timeline.system");
  return <span className="faint">{t("privacy.changed", { version: policy.version, when: dateAndClock(locale, policy.changed_at, now), who })}</span>;
}

function Kinds({ levels, change }: { levels: PrivacyPolicy["levels"]; change: (next: PrivacyPolicy["levels"]) => void }) {
  const { t } = useWords();
  return (
    <Table
      label={t("privacy.kinds")} rows={[...privacyKinds]} rowKey={(kind) => kind}
      columns={[
        { key: "kind", title: t("privacy.kind"), cell: (kind) => <span className="privacy-kind"><b>{t(`personal.kind.${kind}`)}</b><small className="faint">{t(`privacy.about.${kind}`)}</small></span> },
        { key: "who", title: t("privacy.who"), cell: (kind) => (
          <Select<PrivacyLevel>
            className="privacy-level" value={levels[kind] as PrivacyLevel} aria-label={`${t("privacy.who")}: ${t(`personal.kind.${kind}`)}`} onChange={(level) => change({ ...levels, [kind]: level })}
            options={privacyLevels.map((level) => ({ value: level, label: t(`privacy.level.${level}`) }))} popupMatchSelectWidth={false}
          />
        ) },
      ]}
    />
  );
}

/** The same text before three readers, as the choices on the screen stand. */
function Trial({ levels }: { levels: PrivacyPolicy["levels"] }) {
  const { t } = useWords();
  const [text, setText] = useState(t("privacy.sample"));
  const example = useQuery({ queryKey: [...keys.privacy, "trial", levels, text], queryFn: () => privacy.trial(levels, text), enabled: text.trim() !== "", placeholderData: (before) => before });
  const seen = example.data;
  return (
    <>
      <Input.TextArea value={text} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={5000} aria-label={t("privacy.trial")} onChange={(event) => setText(event.target.value)} />
      {example.isError && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(example.error))} />}
      {seen && (
        <dl className="privacy-trial" aria-live="polite">
          {(["limited", "agent", "full"] as const).map((reader) => (
            <div key={reader}><dt>{t(`privacy.as${reader[0]!.toUpperCase()}${reader.slice(1)}`)}</dt><dd className="break">{seen[reader]}</dd></div>
          ))}
        </dl>
      )}
    </>
  );
}
