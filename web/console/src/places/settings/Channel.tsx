import { LeftOutlined } from "@ant-design/icons";
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { Channel as ChannelCard } from "../../api";
import { ApiForm } from "../../features/channel/ApiForm";
import { Authorities } from "../../features/channel/Authorities";
import { AutoReply } from "../../features/channel/AutoReply";
import { EmailForm } from "../../features/channel/EmailForm";
import { Embed, EmbedForm } from "../../features/channel/Embed";
import { Fetching } from "../../features/channel/Fetching";
import { FormForm } from "../../features/channel/FormForm";
import { Grant } from "../../features/channel/Grant";
import { Health } from "../../features/channel/Health";
import { MailKeys } from "../../features/channel/MailKeys";
import { Outgoing } from "../../features/channel/Outgoing";
import { Receiver } from "../../features/channel/Receiver";
import { Reception } from "../../features/channel/Reception";
import { Secret } from "../../features/channel/Secret";
import { Signing } from "../../features/channel/Signing";
import { useChangeChannel, useChannel } from "../../features/channel/useChannel";
import { WebchatForm } from "../../features/channel/WebchatForm";
import { Copy } from "../../ui/Copy";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

export default function Channel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const query = useChannel(id);
  return (
    <>
      <p className="crumb"><Link to="/settings/channels"><LeftOutlined aria-hidden /> {t("settings.channels")}</Link></p>
      <Loaded query={query} refused={t("channels.refused")}>{(channel) => <Card key={channel.id} channel={channel} />}</Loaded>
    </>
  );
}

function Card({ channel }: { channel: ChannelCard }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const closed = channel.state === "closed";
  return (
    <Page title={channel.name} lead={`${t(`channel.kind.${channel.kind}`)} · ${t(`channels.states.${channel.state}`)}`}>
      {!closed && <Section title={t("health.is")}><Health channel={channel.id} /></Section>}
      {channel.kind === "webchat" && <Section title={t("channels.embed")} lead={t("channels.embedHint")}><Embed channel={channel} /></Section>}
      {channel.kind === "form" && <Section title={t("channels.embed")} lead={t("channels.formHint")}><EmbedForm channel={channel} /></Section>}
      {channel.kind === "email" && channel.settings.imap?.host && !closed && <Section title={t("channels.fetched")} lead={t("channels.mailboxLead")}><Fetching channel={channel} /></Section>}
      <Section title={t("channels.settings")}>
        {channel.kind === "webchat" && <WebchatForm channel={channel} />}
        {channel.kind === "form" && <FormForm channel={channel} />}
        {channel.kind === "email" && <EmailForm channel={channel} />}
        {channel.kind === "api" && <ApiForm channel={channel} />}
      </Section>
      {channel.kind === "email" && <Section title={t("channels.grant")} lead={t("channels.grantLead")}><Grant channel={channel} /></Section>}
      {channel.kind === "email" && <Section title={t("outgoing.title")} lead={t("outgoing.lead")}><Outgoing channel={channel} /></Section>}
      {channel.kind === "email" && <Section title={t("autoReply.title")} lead={t("autoReply.lead")}><AutoReply channel={channel} /></Section>}
      {channel.kind === "email" && channel.can.change && <Section title={t("dkim.title")} lead={t("dkim.lead")}><Signing channel={channel} /></Section>}
      {channel.kind === "email" && channel.can.change && <Section title={t("trust.receiver.title")} lead={t("trust.receiver.lead")}><Receiver channel={channel} /></Section>}
      {channel.kind === "email" && channel.can.change && <Section title={t("smimeKeys.title")} lead={t("smimeKeys.lead")}><MailKeys channel={channel} /></Section>}
      {channel.kind === "email" && channel.can.change && <Section title={t("authorities.title")} lead={t("authorities.lead")}><Authorities /></Section>}
      {channel.kind === "email" && !closed && <Section title={t("reception.title")} lead={t("reception.lead")}><Reception channel={channel} /></Section>}
      <Section title={t("channels.intake")} lead={t(`channels.intakeHint.${channel.kind}`)}>
        <div className="stack">
          <label className="labelled"><span>{t("channels.key")}</span><Copy label={t("channels.key")} value={channel.key} /></label>
          {(channel.kind === "email" || channel.kind === "api") && <label className="labelled"><span>{t("channels.url")}</span><Copy label={t("channels.url")} value={`${location.origin}/v1/inbound/${channel.key}${channel.kind === "email" ? "/email" : ""}`} /></label>}
        </div>
      </Section>
      {channel.kind !== "form" && <Section title={t("channels.secret")} lead={t(channel.kind === "webchat" ? "channels.secretChat" : "channels.secretHint")}><Secret channel={channel} /></Section>}
      {channel.can.change && (
        <Section title={t(closed ? "channels.open" : "channels.close")} lead={t(closed ? "channels.openMeans" : "channels.closeMeans")}>
          <Button danger={!closed} loading={change.isPending} onClick={() => change.mutate({ state: closed ? "active" : "closed" })}>{t(closed ? "channels.open" : "channels.close")}</Button>
        </Section>
      )}
    </Page>
  );
}
