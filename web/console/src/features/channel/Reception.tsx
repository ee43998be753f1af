import { useQuery } from "@tanstack/react-query";
import type { Channel } from "../../api";
import { mailTrials } from "../../api/mailboxes";
import { keys } from "../../live";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";

/** How mail gets here without being fetched: by MX record, by forwarding, by a mail server of one's own. */
export function Reception({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.reception, queryFn: mailTrials.reception, staleTime: Infinity });
  const address = channel.settings.address ?? "";
  const domain = address.split("@")[1] ?? "";
  return (
    <Loaded query={query} rows={2}>{(reception) => !reception.smtp && !reception.lmtp ? <p className="section-lead">{t("reception.off")}</p> : !domain ? <p className="section-lead">{t("reception.noAddress")}</p> : (
      <div className="stack">
        {reception.smtp && (
          <>
            <p>{t("reception.mx", { domain })}</p>
            <label className="labelled"><span>{t("reception.record")}</span><Copy label={t("reception.record")} value={`${domain}. MX 10 ${reception.name}.`} /></label>
            <p className="section-lead">{t("reception.forward", { address, server: reception.name })}</p>
            <p className={reception.secure ? "section-lead" : "warn"}>{t(reception.secure ? "reception.secure" : "reception.open")}</p>
          </>
        )}
        {reception.lmtp && <p className="section-lead">{t("reception.lmtp", { address })}</p>}
      </div>
    )}</Loaded>
  );
}
