import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { HealthMark } from "../../features/channel/Health";
import { NewChannel } from "../../features/channel/NewChannel";
import { useChannels } from "../../features/channel/useChannel";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";

export default function Channels() {
  const { t } = useWords();
  const { permissions } = useMe();
  const query = useChannels();
  const [adding, setAdding] = useState(false);
  const mayAdd = permissions.includes("channel.manage");
  const add = mayAdd && <Button type="primary" onClick={() => setAdding(true)}>{t("channels.add")}</Button>;
  return (
    <Page title={t("settings.channels")} lead={t("channels.lead")} wide acts={add}>
      <Loaded query={query} refused={t("channels.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("channels.empty")} why={t("channels.emptyWhy")} /> : (
        <Table
          label={t("settings.channels")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("channels.name"), cell: (row) => <Link to="/settings/channels/$id" params={{ id: row.id }}><b>{row.name}</b></Link> },
            { key: "kind", title: t("channels.kind"), cell: (row) => t(`channel.kind.${row.kind}`) },
            { key: "health", title: t("health.is"), cell: (row) => <HealthMark state={row.health} /> },
            { key: "in", title: t("channels.lastIn"), quiet: true, cell: (row) => (row.last_inbound_at ? <Ago at={row.last_inbound_at} /> : t("channels.never")) },
            { key: "out", title: t("channels.lastOut"), quiet: true, cell: (row) => (row.last_outbound_at ? <Ago at={row.last_outbound_at} /> : t("channels.never")) },
          ]}
        />
      )}</Loaded>
      {adding && <NewChannel close={() => setAdding(false)} />}
    </Page>
  );
}
