import { QuestionCircleOutlined, SafetyCertificateOutlined, WarningFilled } from "@ant-design/icons";
import { useId, useState } from "react";
import type { Trust } from "../../api";
import { useWords } from "../../words";
import { domainOf, markOf } from "./trust";

const icons = { verified: SafetyCertificateOutlined, failed: WarningFilled, unproven: QuestionCircleOutlined };

/** Whether a mail is from whom it says, in a word; why, when one asks. */
export function Sender({ trust }: { trust: Trust }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const mark = markOf(trust);
  if (!mark) return null;
  const Icon = icons[mark];
  return (
    <>
      <button type="button" className={`sender-mark is-${mark}`} aria-expanded={open} aria-controls={id} title={t("trust.details")} onClick={() => setOpen(!open)}>
        <Icon aria-hidden /> {t(`trust.mark.${mark}`)}
      </button>
      {open && (
        <div className="sender-proof" id={id}>
          <p>{t(`trust.reason.${trust.reason}`, { domain: domainOf(trust.address), address: trust.address })}</p>
          <dl>
            <dt>{t("trust.address")}</dt><dd>{trust.address}</dd>
            {trust.checks.map((each, at) => (
              <div key={at}>
                <dt>{t(`trust.method.${each.method}`)}</dt>
                <dd title={each.detail || undefined}>{t(`trust.result.${each.result}`, { defaultValue: each.result })}{each.domain && ` · ${each.domain}`}</dd>
              </div>
            ))}
          </dl>
          {trust.receiver && <p className="sender-by">{t("trust.by", { receiver: trust.receiver })}</p>}
        </div>
      )}
    </>
  );
}
