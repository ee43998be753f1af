import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { api } from "../../api";
import { Standing } from "../../features/webhook/Standing";
import { useEventName } from "../../features/webhook/useEventName";
import { WebhookForm } from "../../features/webhook/WebhookForm";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";

/** Who is told of events over HTTP. */
export default function Webhooks() {
  const { t } = useWords();
  const { permissions } = useMe();
  const name = useEventName();
  const query = useQuery({ queryKey: keys.webhooks, queryFn: api.webhooks.list });
  const [adding, setAdding] = useState(false);
  const add = permissions.includes("webhook.manage") && <Button type="primary" onClick={() => setAdding(true)}>{t("webhooks.add")}</Button>;
  return (
    <Page title={t("settings.webhooks")} lead={t("webhooks.lead")} wide acts={add}>
      <Loaded query={query} refused={t("webhooks.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("webhooks.empty")} why={t("webhooks.emptyWhy")} /> : (
        <Table
          label={t("settings.webhooks")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("webhooks.name"), cell: (row) => <Link to="/settings/webhooks/$id" params={{ id: row.id }}><b>{row.name}</b></Link> },
            { key: "url", title: t("webhooks.url"), quiet: true, cell: (row) => <span className="mono break">{row.url}</span> },
            { key: "events", title: t("webhooks.events"), quiet: true, cell: (row) => row.events.map(name).join(t("list.and")) },
            { key: "standing", title: t("staff.state"), cell: (row) => <Standing webhook={row} /> },
            { key: "waiting", title: t("webhooks.waiting"), cell: (row) => <Link className="num" to="/settings/webhooks/$id" params={{ id: row.id }} search={{ state: "pending" }}>{row.waiting}</Link> },
            { key: "failed", title: t("webhooks.failed"), cell: (row) => <Link className="num" to="/settings/webhooks/$id" params={{ id: row.id }} search={{ state: "failed" }}>{row.failed}</Link> },
          ]}
        />
      )}</Loaded>
      {adding && <WebhookForm webhook={null} close={() => setAdding(false)} />}
    </Page>
  );
}
