import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { asFault } from "../../api";
import { calendars, type Calendar } from "../../api/calendars";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";

/** When the house works. */
export default function Calendars() {
  const { t, locale } = useWords();
  const now = useNow();
  const { permissions } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery({ queryKey: keys.calendars, queryFn: calendars.list });
  const retire = useMutation({
    mutationFn: (of: Calendar) => calendars.retire(of.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calendars }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (of: Calendar) => askFirst({
    title: t("calendar.retireAsk", { name: of.name }), content: t("calendar.retireMeans"), okText: t("calendar.retire"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => retire.mutateAsync(of).catch(() => undefined),
  });
  const stands = (of: Calendar) => {
    const state = of.open ? "open" : "closed";
    return of.until ? t(`calendar.${state}Until`, { at: dateAndClock(locale, of.until, now) }) : t(`calendar.${state}`);
  };
  const add = permissions.includes("routing.manage") && <Button type="primary" onClick={() => void navigate({ to: "/settings/calendars/$id", params: { id: "new" } })}>{t("calendar.add")}</Button>;
  return (
    <Page title={t("settings.calendars")} lead={t("calendar.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("calendar.empty")} why={t("calendar.emptyWhy")} /> : (
        <Table
          label={t("settings.calendars")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("calendar.name"), cell: (row) => <Link to="/settings/calendars/$id" params={{ id: row.id }}><b>{row.name}</b></Link> },
            { key: "zone", title: t("calendar.zone"), quiet: true, cell: (row) => row.hours.zone },
            { key: "now", title: t("calendar.now"), cell: stands },
            { key: "exceptions", title: t("calendar.exceptions"), align: "end", cell: (row) => <Link className="num" to="/settings/calendars/$id" params={{ id: row.id }} hash="exceptions">{row.hours.exceptions.length}</Link> },
            { key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && <Button size="small" type="text" danger onClick={() => ask(row)}>{t("calendar.retire")}</Button> },
          ]}
        />
      )}</Loaded>
    </Page>
  );
}
