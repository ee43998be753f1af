import { LockOutlined, SafetyCertificateOutlined, UnlockOutlined, WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useState } from "react";
import { api, type MailSignature, type Message, type Trust } from "../../api";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { date, dateAndClock } from "../../words/time";
import { useAct } from "./useAct";

const icons = { good: SafetyCertificateOutlined, doubtful: WarningFilled, bad: WarningFilled, unchecked: WarningFilled };

/** Who signed a mail and that it came encrypted, in a word each; more when one asks. */
export default function Secured({ message, trust }: { message: Message; trust: Trust }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { signature, encryption } = trust;
  const Icon = signature && icons[signature.state];
  return (
    <>
      <button type="button" className={`sender-mark is-${markOf(signature)}`} aria-expanded={open} aria-controls={id} title={t("smime.details")} onClick={() => setOpen(!open)}>
        {encryption && <>{encryption.state === "opened" ? <UnlockOutlined aria-hidden /> : <LockOutlined aria-hidden />} {t(`smime.mark.${encryption.state}`)}</>}
        {signature && Icon && <><Icon aria-hidden /> {t(`smime.mark.${signature.state}`)}</>}
      </button>
      {open && (
        <div className="sender-proof" id={id}>
          {encryption?.state === "opened" && <p>{t("smime.opened", { mailbox: encryption.mailbox || encryption.key, algorithm: encryption.algorithm })}{encryption.weak && ` ${t("smime.weakCipher")}`}</p>}
          {encryption?.state === "locked" && <p>{t(`smime.locked.${encryption.reason}`)}</p>}
          {signature && <Signed signature={signature} address={trust.address} />}
          {trust.can_reread && <Again message={message} />}
        </div>
      )}
    </>
  );
}

function markOf(signature: MailSignature | null): string {
  return signature?.state === "bad" ? "failed" : signature?.state === "doubtful" ? "doubtful" : "unproven";
}

function Signed({ signature, address }: { signature: MailSignature; address: string }) {
  const { t, locale } = useWords();
  const now = Date.now();
  const fields = [
    ["name", signature.name],
    ["addresses", signature.addresses.join(", ")],
    ["issuer", signature.issuer],
    ["valid", signature.valid_from && signature.valid_until && t("smime.span", { from: date(locale, signature.valid_from, now), until: date(locale, signature.valid_until, now) })],
    ["signedAt", signature.signed_at && dateAndClock(locale, signature.signed_at, now)],
    ["algorithm", signature.algorithm],
    ["fingerprint", signature.fingerprint],
  ] as const;
  return (
    <>
      <p>{t(`smime.reason.${signature.reason}`, { name: signature.name, issuer: signature.issuer, address, addresses: signature.addresses.join(", ") || t("smimeKeys.nobody") })}</p>
      <dl>
        {fields.map(([name, value]) => value && <div key={name}><dt>{t(`smime.field.${name}`)}</dt><dd className={name === "fingerprint" ? "mono" : undefined}>{value}</dd></div>)}
      </dl>
      {signature.state === "good" && <p className="sender-by">{t("smime.notSubject")}</p>}
    </>
  );
}

/** A mail that a key may open by now, or an authority confirm. */
export function Again({ message }: { message: Message }) {
  const { t } = useWords();
  const { busy, act } = useAct();
  const locked = message.trust?.encryption?.state === "locked";
  const again = async () => {
    const answer = await api.messages.reread(message.id);
    if (answer.trust?.encryption?.state === "locked") say.bad(t("smime.stillLocked"));
    return answer;
  };
  return <Button size="small" className="secured-again" loading={busy} onClick={() => act(again())}>{t(locked ? "smime.again" : "smime.checkAgain")}</Button>;
}

/** What stands in the place of the words of a mail that cannot be opened, or above
 * words that are not to be relied on. */
export function SecuredNotice({ message, trust }: { message: Message; trust: Trust }) {
  const { t } = useWords();
  const { signature, encryption } = trust;
  return (
    <>
      {encryption?.state === "locked" && (
        <div className="doubts is-locked" role="note">
          <LockOutlined aria-hidden />
          <div>
            <p>{t(`smime.locked.${encryption.reason}`)}</p>
            {trust.can_reread && <Again message={message} />}
          </div>
        </div>
      )}
      {signature?.state === "bad" && (
        <div className="doubts" role="note">
          <WarningFilled aria-hidden />
          <div><p>{t(`smime.reason.${signature.reason}`, { name: signature.name, issuer: signature.issuer, address: trust.address, addresses: signature.addresses.join(", ") || t("smimeKeys.nobody") })}</p></div>
        </div>
      )}
    </>
  );
}
