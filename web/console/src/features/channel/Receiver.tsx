import { CheckOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, type Channel } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

/** Which mail server's findings about senders are believed: proposed from the mails
 * that came in, believed once somebody has said so. */
export function Receiver({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const seen = useQuery({ queryKey: [...keys.channels, channel.id, "receivers"], queryFn: () => api.channels.receivers(channel.id) });
  const trusted = channel.settings.receiver ?? "";
  const [name, setName] = useState(trusted);
  const choose = (receiver: string) => {
    setName(receiver);
    change.mutate({ settings: { receiver } });
  };
  const called = (receiver: string) => (receiver === "unnamed" ? t("trust.receiver.unnamed") : receiver);
  return (
    <div className="stack">
      <div>
        <p><b>{t("trust.receiver.seen")}</b></p>
        <Loaded query={seen} rows={2}>{({ items }) => items.length === 0 ? <p className="section-lead">{t("trust.receiver.empty")}</p> : (
          <ul className="receivers">
            {items.map((each) => (
              <li key={each.name}>
                <span className="receiver-name">{called(each.name)}</span>
                <span className="section-lead num">{t("trust.receiver.seenOn", { count: each.mails })}</span>
                {each.name === trusted
                  ? <span className="receiver-trusted"><CheckOutlined aria-hidden /> {t("trust.receiver.trusted")}</span>
                  : <Button size="small" loading={change.isPending} onClick={() => choose(each.name)} aria-label={`${t("trust.receiver.trust")}: ${called(each.name)}`}>{t("trust.receiver.trust")}</Button>}
              </li>
            ))}
          </ul>
        )}</Loaded>
        <p className="section-lead">{t("trust.receiver.check")} {t("trust.receiver.own")}</p>
      </div>
      <label className="labelled"><span>{t("trust.receiver.label")}</span><Input value={name} maxLength={253} placeholder="mx.example.com" onChange={(event) => setName(event.target.value)} /></label>
      {!trusted && <p className="section-lead">{t("trust.receiver.none")}</p>}
      <div className="form-acts">
        <Button disabled={name.trim() === trusted} loading={change.isPending} onClick={() => choose(name.trim())}>{t("trust.receiver.save")}</Button>
        {trusted && <Button type="text" onClick={() => choose("")}>{t("trust.receiver.stop")}</Button>}
      </div>
    </div>
  );
}
