import { AlertOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type Conversation, type Risk } from "../../api";
import { keys } from "../../live";
import { Broken } from "../../ui/Faces";
import { useWords, type Locale } from "../../words";
import { Outcome } from "./Outcome";
import "./risk.css";

/** What must not wait in an open conversation, what to do about it, and that it was done. */
export default function RiskBanner({ conversation, say }: { conversation: Conversation; say?: (text: string) => void }) {
  const { t } = useWords();
  const open = useQuery({ queryKey: keys.risksOf(conversation.id), queryFn: () => api.risks.list({ conversation: conversation.id, state: "open" }), staleTime: 30_000 });
  if (open.error && !open.data) return <div className="risk-banner"><Broken fault={asFault(open.error)} retry={() => void open.refetch()} /></div>;
  return (
    <ul className="risk-banner" aria-label={t("risk.open")}>
      {(open.data?.items ?? []).map((each) => <li key={each.id} className={each.kind === "others_data" ? "is-mild" : undefined}><Line risk={each} may={conversation.can.tag} say={say} /></li>)}
    </ul>
  );
}

function Line({ risk, may, say }: { risk: Risk; may: boolean; say?: (text: string) => void }) {
  const { t, locale } = useWords();
  const rules = useQuery({ queryKey: keys.riskRules, queryFn: api.risks.rules, staleTime: 10 * 60_000 });
  const rule = rules.data?.items.find((each) => each.kind === risk.kind);
  return (
    <>
      <AlertOutlined aria-hidden />
      <span className="risk-what">
        <b>{t(`gist.risk.${risk.kind}`)}</b> {risk.words.map((each, n) => <q key={n}>{each}</q>)}
        <span className="risk-guide">{guidance(rule, locale) || t(`risk.guidance.${risk.kind}`)}</span>
      </span>
      {say && risk.refusal && <Button size="small" onClick={() => say(risk.refusal)}>{t("risk.useRefusal")}</Button>}
      {may && <Outcome risk={risk} />}
    </>
  );
}

function guidance(rule: { guidance_zh: string; guidance_en: string } | undefined, locale: Locale): string {
  if (!rule) return "";
  return locale === "en" ? rule.guidance_en || rule.guidance_zh : rule.guidance_zh || rule.guidance_en;
}
