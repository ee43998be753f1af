import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { api, asFault, type Channel, type Dkim } from "../../api";
import { keys } from "../../live";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { dateAndClock } from "../../words/time";

/** The key that a channel signs with: made here, its record copied to DNS, looked
 * for there; from then on mail is signed. */
export function Signing({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const client = useQueryClient();
  const key = keys.dkim(channel.id);
  const query = useQuery({
    queryKey: key,
    queryFn: () => api.channels.dkim(channel.id).catch((cause: unknown) => {
      if (asFault(cause).code === "dkim.missing") return null;
      throw cause;
    }),
  });
  const [selector, setSelector] = useState("anlan");
  const keep = (answer: Dkim | null) => client.setQueryData(key, answer);
  const onError = (cause: unknown) => say.bad(faultWords(t, asFault(cause)));
  const make = useMutation({ mutationFn: () => api.channels.makeDkim(channel.id, selector), onSuccess: keep, onError });
  const check = useMutation({ mutationFn: () => api.channels.checkDkim(channel.id), onSuccess: keep, onError });
  const drop = useMutation({ mutationFn: () => api.channels.dropDkim(channel.id), onSuccess: () => keep(null), onError });
  const ask = () => askFirst({
    title: t("dkim.dropAsk"), content: t("dkim.dropMeans"), okText: t("dkim.drop"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => drop.mutateAsync().catch(() => undefined),
  });
  return (
    <Loaded query={query} rows={2}>{(dkim) => dkim ? (
      <div className="stack">
        <State dkim={dkim} />
        <label className="labelled"><span>{t("dkim.name")}</span><Copy label={t("dkim.name")} value={dkim.name} /></label>
        <p className="section-lead">{t("dkim.nameHint", { short: `${dkim.selector}._domainkey`, domain: dkim.domain })}</p>
        <label className="labelled"><span>{t("dkim.value")}</span><Copy label={t("dkim.value")} value={dkim.value} /></label>
        <div className="form-acts">
          <Button loading={check.isPending} onClick={() => check.mutate()}>{t("dkim.check")}</Button>
          <Button type="text" danger onClick={() => (dkim.signs ? ask() : drop.mutate())}>{t(dkim.signs ? "dkim.drop" : "dkim.forget")}</Button>
        </div>
      </div>
    ) : (
      <div className="stack">
        <p className="section-lead">{t("dkim.whether")}</p>
        <label className="labelled"><span>{t("dkim.selector")}</span><Input value={selector} maxLength={63} onChange={(event) => setSelector(event.target.value)} /></label>
        <div><Button loading={make.isPending} disabled={!selector.trim()} onClick={() => make.mutate()}>{t("dkim.make")}</Button></div>
      </div>
    )}</Loaded>
  );
}

function State({ dkim }: { dkim: Dkim }) {
  const { t, locale } = useWords();
  const when = dkim.checked_at ? dateAndClock(locale, dkim.checked_at, Date.now()) : "";
  const state = dkim.found || "unchecked";
  const kind = state === "right" ? "success" : dkim.signs ? "error" : state === "unchecked" ? "info" : "warning";
  return <Alert type={kind} showIcon role="status" title={t(`dkim.state.${state}`, { when })} description={dkim.signs && state !== "right" ? t("dkim.stillSigns") : undefined} />;
}
