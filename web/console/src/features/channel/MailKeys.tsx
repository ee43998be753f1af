import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { useState } from "react";
import { asFault, type Channel } from "../../api";
import { mailKeys, type MailKey } from "../../api/smime";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { date } from "../../words/time";
import { FileForm } from "./FileForm";
import { useChangeChannel } from "./useChannel";

/** The keys with which mail is opened that was encrypted for a mailbox. */
export function MailKeys({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const client = useQueryClient();
  const key = keys.mailKeys(channel.id);
  const query = useQuery({ queryKey: key, queryFn: () => mailKeys.list(channel.id) });
  const [adding, setAdding] = useState(false);
  const fresh = () => client.invalidateQueries({ queryKey: key });
  const drop = useMutation({
    mutationFn: (one: MailKey) => mailKeys.drop(channel.id, one.id),
    onSuccess: fresh,
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (one: MailKey) => askFirst({
    title: t("smimeKeys.dropAsk", { subject: one.subject }), content: t("smimeKeys.dropMeans"), okText: t("smimeKeys.drop"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => drop.mutateAsync(one).catch(() => undefined),
  });
  const address = channel.settings.address ?? "";
  const change = useChangeChannel(channel);
  const signs = channel.settings.sign_replies ?? false;
  return (
    <div className="stack">
      <Loaded query={query} rows={2}>{({ items }) => items.length === 0 ? <p className="section-lead">{t("smimeKeys.empty")}</p> : (
        <ul className="certificates">{items.map((each) => <Row key={each.id} mailKey={each} address={address} drop={() => ask(each)} />)}</ul>
      )}</Loaded>
      <div><Button onClick={() => setAdding(true)}>{t("smimeKeys.add")}</Button></div>
      {((query.data?.items.length ?? 0) > 0 || signs) && (
        <label className="switch-row">
          <Switch aria-label={t("smimeKeys.sign")} checked={signs} loading={change.isPending} onChange={(on) => change.mutate({ settings: { sign_replies: on } })} />
          <span><b>{t("smimeKeys.sign")}</b><br /><span className="section-lead">{t(signs && !query.data?.items.some((each) => isGood(each, address)) ? "smimeKeys.signNone" : "smimeKeys.signMeans")}</span></span>
        </label>
      )}
      {adding && (
        <FileForm
          title={t("smimeKeys.add")} label={t("smimeKeys.file")} accept=".p12,.pfx,.pem,.key,.txt" locked okText={t("smimeKeys.save")}
          save={async (file, passphrase) => { await mailKeys.add(channel.id, file, passphrase); await fresh(); }} close={() => setAdding(false)}
        />
      )}
    </div>
  );
}

function isGood(one: MailKey, address: string): boolean {
  return !one.over && speaksFor(one, address);
}

function speaksFor(one: MailKey, address: string): boolean {
  return one.addresses.some((each) => each.toLowerCase() === address.toLowerCase());
}

function Row({ mailKey: one, address, drop }: { mailKey: MailKey; address: string; drop: () => void }) {
  const { t, locale } = useWords();
  const now = Date.now();
  const day = date(locale, one.valid_until, now);
  const fits = speaksFor(one, address);
  return (
    <li>
      <div className="certificate">
        <p><b>{one.subject}</b> <span className="section-lead">{t("smimeKeys.issuer", { issuer: one.issuer })}</span></p>
        <p className="section-lead">
          <span className={one.over || one.soon ? "certificate-warn" : undefined}>{t(one.over ? "smimeKeys.over" : one.soon ? "smimeKeys.soon" : "smimeKeys.until", { day })}</span>
          {" · "}{one.addresses.join(", ") || t("smimeKeys.nobody")}{" · "}{t("smimeKeys.added", { who: one.added_by, day: date(locale, one.added_at, now) })}
        </p>
        {!fits && address && <p className="certificate-warn">{t("smimeKeys.otherAddress", { addresses: one.addresses.join(", ") || t("smimeKeys.nobody") })}</p>}
        <p className="mono certificate-print" title={t("smime.field.fingerprint")}>{one.fingerprint}</p>
      </div>
      <Button size="small" type="text" danger onClick={drop} aria-label={`${t("smimeKeys.drop")}: ${one.subject}`}>{t("smimeKeys.drop")}</Button>
    </li>
  );
}
