import { CheckCircleFilled, QuestionCircleOutlined, RollbackOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import type { Contact } from "../../api";
import { useWords } from "../../words";
import { standing } from "../../words/identity";
import { date } from "../../words/time";

/** How we can reach somebody, and whether we know it or were only told. */
export function Identities({ contact }: { contact: Contact }) {
  const { t, locale } = useWords();
  const shown = contact.identities.filter((each) => each.kind !== "visitor" || contact.identities.length === 1);
  if (shown.length === 0) return <p className="panel-none">{t("contact.noIdentities")}</p>;
  return (
    <ul className="identities">
      {shown.map((each) => ({ ...each, ...standing(t, each) })).map((each) => (
        <li key={each.id}>
          <span className="identity-kind">{t(`identity.${each.kind}`)}</span>
          <span className="identity-value" title={each.value}>{each.value}</span>
          <Tooltip title={each.hint}>
            <span className={each.good ? "identity-mark is-good" : "identity-mark is-claimed"} tabIndex={0}>{each.good ? <CheckCircleFilled aria-hidden /> : <QuestionCircleOutlined aria-hidden />} {each.mark}</span>
          </Tooltip>
          {each.bounced && (
            <Tooltip title={t("identity.bouncedHint", { why: t(`delivery.reason.${each.bounced.because}`) })}>
              <span className="identity-mark is-bounced" tabIndex={0}><RollbackOutlined aria-hidden /> {t("identity.bounced", { when: date(locale, each.bounced.since, Date.now()) })}</span>
            </Tooltip>
          )}
        </li>
      ))}
    </ul>
  );
}
