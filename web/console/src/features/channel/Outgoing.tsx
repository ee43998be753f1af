import { Button, Switch } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import type { Channel } from "../../api";
import { markupOf, type Rich } from "../../ui/editor/content";
import { useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

const Editor = lazy(() => import("../../ui/editor/Editor"));

/** What is added to each mail that leaves, and where its bounce goes. */
export function Outgoing({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { settings } = channel;
  const signature = settings.signature ?? "";
  const kept = useMemo<Rich>(() => ({ text: "", html: signature }), [signature]); // another object would be other words to the editor
  const [draft, setDraft] = useState<Rich | null>(null);
  const written = (rich: Rich) => (rich.text.trim() ? markupOf(rich) : "");
  const save = (rich: Rich) => change.mutate({ settings: { signature: written(rich) } }, { onSuccess: () => setDraft(null) });
  const disabled = !channel.can.change || change.isPending;
  return (
    <div className="stack">
      {(["quote", "plus_addresses"] as const).map((field) => (
        <label key={field} className="switch-row">
          <Switch aria-label={t(`outgoing.${field}`)} checked={settings[field] ?? false} disabled={disabled} onChange={(on) => change.mutate({ settings: { [field]: on } })} />
          <span><b>{t(`outgoing.${field}`)}</b><br /><span className="section-lead">{t(`outgoing.${field}Hint`, { address: plus(settings.address) })}</span></span>
        </label>
      ))}
      <div>
        <p><b>{t("outgoing.signature")}</b></p>
        <p className="section-lead">{t("outgoing.signatureHint", { name: "{{agent.name}}", team: "{{team.name}}", channel: "{{channel.name}}" })}</p>
        <div className="wording-box">
          <Suspense fallback={<div className="composer-text" />}>
            <Editor value={kept} label={t("outgoing.signature")} placeholder={t("outgoing.signaturePlaceholder")} onChange={setDraft} />
          </Suspense>
        </div>
        {channel.can.change && <Button className="outgoing-save" disabled={!draft || written(draft) === signature} loading={change.isPending} onClick={() => draft && save(draft)}>{t("outgoing.save")}</Button>}
      </div>
    </div>
  );
}

function plus(address = ""): string {
  const [local, domain] = address.split("@");
  return domain ? `${local}+test@${domain}` : "help+test@example.com";
}
