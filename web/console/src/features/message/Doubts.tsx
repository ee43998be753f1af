import { WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { api, type Message, type Trust } from "../../api";
import { useWords } from "../../words";
import { date } from "../../words/time";
import { domainOf, standing } from "./trust";
import { useAct } from "./useAct";

/** Why one should look twice at who wrote, and what somebody said to it. */
export default function Doubts({ message, trust }: { message: Message; trust: Trust }) {
  const { t, locale } = useWords();
  const { busy, act } = useAct();
  const stands = standing(trust);
  const failed = trust.proof === "failed";
  const dismissed = trust.warnings.filter((each) => each.dismissed);
  const words = (list: typeof stands) => list.map((each) => t(`trust.warning.${each.code}`, each.values));
  return (
    <>
      {(failed || stands.length > 0) && (
        <div className="doubts" role="note">
          <WarningFilled aria-hidden />
          <div>
            {failed && <p>{t("trust.reason.dmarc_fail", { domain: domainOf(trust.address), address: trust.address })}</p>}
            {words(stands).map((each) => <p key={each}>{each}</p>)}
            <p className="doubts-todo">
              {t("trust.careful")}
              {stands.length > 0 && <> <Button type="link" size="small" disabled={busy} onClick={() => act(api.messages.dismiss(message.id))}>{t("trust.dismiss")}</Button></>}
            </p>
          </div>
        </div>
      )}
      {dismissed.length > 0 && (
        <p className="doubts-past" title={words(dismissed).join(" ")}>
          {t("trust.dismissed", { who: dismissed[0]!.dismissed!.by, until: date(locale, earliest(dismissed.map((each) => each.dismissed!.until)), Date.now()) })}{" "}
          <Button type="link" size="small" disabled={busy} onClick={() => act(api.messages.warn(message.id))}>{t("trust.restore")}</Button>
        </p>
      )}
    </>
  );
}

/** The first of some instants; they stand as texts that sort as they follow. */
function earliest(list: string[]): string {
  return [...list].sort()[0]!;
}
