import { useQuery } from "@tanstack/react-query";
import { api } from "../../api";
import { keys } from "../../live";
import { RichText } from "../../ui/RichText";
import { useWords } from "../../words";
import { date } from "../../words/time";

function useEnvelope(conversation: string, byMail: boolean) {
  return useQuery({ queryKey: keys.envelope(conversation), queryFn: () => api.conversations.envelope(conversation), enabled: byMail, staleTime: 30_000 }).data;
}

/** Before one writes: the address that this would go to sends mail back. */
export function Bouncing({ conversation, byMail }: { conversation: string; byMail: boolean }) {
  const { t, locale } = useWords();
  const envelope = useEnvelope(conversation, byMail);
  if (!envelope?.bounced) return null;
  const { since, because } = envelope.bounced;
  return (
    <div className="strip is-warn" role="alert">
      <span>{t("composer.bouncing", { address: envelope.address, when: date(locale, since, Date.now()), why: t(`delivery.reason.${because}`) })}</span>
    </div>
  );
}

/** What will stand below the words, folded to one line. */
export function Below({ conversation, byMail }: { conversation: string; byMail: boolean }) {
  const { t } = useWords();
  const envelope = useEnvelope(conversation, byMail);
  if (!envelope?.by_mail) return null;
  const { signature, quotes } = envelope;
  if (!signature.text && !quotes) return null;
  return (
    <details className="composer-below">
      <summary>{[signature.text && t("composer.signed"), quotes && t("composer.quotes")].filter(Boolean).join(" · ")}</summary>
      {signature.html && <RichText html={signature.html} urlOf={() => undefined} />}
    </details>
  );
}
