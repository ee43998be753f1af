import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Switch } from "antd";
import { asFault, type Page, type Preference } from "../../api";
import { preferences } from "../../api/told";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const ways = ["page", "push"] as const;

/** Of what I am told, and where. A choice holds at once. */
export function PreferencesForm() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.preferences, queryFn: preferences.get });
  const choose = useMutation({
    mutationFn: (next: Preference) => preferences.choose([next]),
    onMutate: (next) => client.setQueryData<Page<Preference>>(keys.preferences, (old) => old && { ...old, items: old.items.map((each) => (each.kind === next.kind ? next : each)) }),
    onError: (cause) => {
      say.bad(faultWords(t, asFault(cause)));
      void client.invalidateQueries({ queryKey: keys.preferences });
    },
  });
  return (
    <Loaded query={query}>{({ items }) => (
      <Table
        label={t("notification.kinds")} rows={items} rowKey={(row) => row.kind}
        columns={[
          { key: "kind", title: t("notification.when"), cell: (row) => t(`notification.about.${row.kind}`) },
          ...ways.map((way) => ({
            key: way, title: t(`notification.${way}`),
            cell: (row: Preference) => <Switch aria-label={t("notification.tell", { what: t(`notification.about.${row.kind}`), where: t(`notification.${way}`) })} checked={row[way]} onChange={(on) => choose.mutate({ ...row, [way]: on })} />,
          })),
        ]}
      />
    )}</Loaded>
  );
}
