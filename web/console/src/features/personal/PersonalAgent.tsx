import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Select } from "antd";
import { asFault } from "../../api";
import { personal, type PersonalAgent as Agent, type Whose } from "../../api/personal";
import { keys } from "../../live";
import { useStaff } from "../../live/people";
import { Broken, Shimmer } from "../../ui/Faces";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./personal.css";
import { Told } from "./Told";

/** Who is somebody's own person, and who stands in; leads change it. */
export default function PersonalAgent({ whose }: { whose: Whose }) {
  const query = useQuery({ queryKey: keys.personalOf(whose), queryFn: () => personal.get(whose) });
  if (query.isPending) return <Shimmer rows={1} height={32} />;
  if (!query.data) return <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  return query.data.can.change ? <Choice whose={whose} agent={query.data} /> : <Told agent={query.data} />;
}

function Choice({ whose, agent }: { whose: Whose; agent: Agent }) {
  const { t } = useWords();
  const client = useQueryClient();
  const staff = (useStaff().data?.items ?? []).filter((each) => each.state === "active").map((each) => ({ value: each.id, label: each.name }));
  const save = useMutation({
    mutationFn: (next: { staff: string; stand_in: string }) => personal.set(whose, { ...next, version: agent.version }),
    onSuccess: (next) => { client.setQueryData(keys.personalOf(whose), next); say.done(t("act.saved")); },
    onError: (cause) => { say.bad(faultWords(t, asFault(cause))); void client.invalidateQueries({ queryKey: keys.personal }); },
  });
  const own = agent.organisation ? undefined : agent.staff?.id; // the organisation's is not the contact's to change
  const standIn = agent.organisation ? undefined : agent.stand_in?.id;
  return (
    <>
      {agent.organisation && <p className="personal-from"><Told agent={agent} /></p>}
      <div className="personal">
        <Select
          allowClear showSearch optionFilterProp="label" value={own} placeholder={t("personalAgent.nobody")} aria-label={t("personalAgent.own")} options={staff.filter((each) => each.value !== standIn)}
          loading={save.isPending} onChange={(next?: string) => save.mutate({ staff: next ?? "", stand_in: next ? standIn ?? "" : "" })}
        />
        {own && (
          <Select
            allowClear showSearch optionFilterProp="label" value={standIn} placeholder={t("personalAgent.noStandIn")} aria-label={t("personalAgent.standIn")} options={staff.filter((each) => each.value !== own)}
            loading={save.isPending} onChange={(next?: string) => save.mutate({ staff: own, stand_in: next ?? "" })}
          />
        )}
      </div>
    </>
  );
}
