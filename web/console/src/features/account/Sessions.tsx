import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type Me, type Session } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { browserOf } from "../../ui/browser";

/** Where this person is signed in, and the way to end it there. */
export function Sessions({ me }: { me: Me }) {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.sessions, queryFn: api.session.all });
  const revoke = useMutation({
    mutationFn: api.session.revoke,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.sessions }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const isHere = (session: Session) => session.current || session.id === me.session;
  return (
    <Loaded query={query}>{(page) => (
      <Table
        label={t("sessions.title")} rows={page.items} rowKey={(row) => row.id}
        columns={[
          { key: "agent", title: t("sessions.device"), cell: (row) => <>{browserOf(row.agent) ?? t("sessions.unknown")} {isHere(row) && <span className="tag is-accent">{t("sessions.here")}</span>}</> },
          { key: "ip", title: t("sessions.address"), quiet: true, cell: (row) => <span className="mono">{row.ip || "–"}</span> },
          { key: "seen", title: t("sessions.seen"), quiet: true, cell: (row) => <Ago at={row.seen_at || row.created_at} /> },
          { key: "acts", title: t("table.acts"), align: "end", cell: (row) => !isHere(row) && <Button size="small" loading={revoke.isPending && revoke.variables === row.id} onClick={() => revoke.mutate(row.id)}>{t("sessions.end")}</Button> },
        ]}
      />
    )}</Loaded>
  );
}
