import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import { asFault, Fault, type PushSubscribed } from "../../api";
import { pushes } from "../../api/told";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { browserOf } from "../../ui/browser";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { lookAtDevice, NoPushService, turnOff, turnOn, type Device } from "./device";
import "./notification.css";

const here = [...keys.pushes, "here"];

/** Whether this browser tells me, and which others do. */
export function Devices() {
  const { t } = useWords();
  const client = useQueryClient();
  const device = useQuery({ queryKey: here, queryFn: lookAtDevice, staleTime: 0 });
  const list = useQuery({ queryKey: keys.pushes, queryFn: pushes.list });
  const [outcome, setOutcome] = useState<{ kind: "success" | "warning"; text: string } | null>(null);
  const fresh = () => client.invalidateQueries({ queryKey: keys.pushes });
  const bad = (cause: unknown) => say.bad(cause instanceof Fault ? faultWords(t, cause) : cause instanceof NoPushService ? t("notification.device.noService") : faultWords(t, asFault(cause)));
  const begin = useMutation({
    mutationFn: turnOn, onMutate: () => setOutcome(null), onSettled: fresh,
    onSuccess: (permission) => { if (permission === "default") setOutcome({ kind: "warning", text: t("notification.device.dismissed") }); },
    onError: (cause) => { if (cause instanceof NoPushService) setOutcome({ kind: "warning", text: t("notification.device.noService") }); else bad(cause); },
  });
  const end = useMutation({ mutationFn: turnOff, onMutate: () => setOutcome(null), onSettled: fresh, onError: bad });
  const remove = useMutation({ mutationFn: pushes.remove, onSuccess: () => say.done(t("notification.devices.removed")), onSettled: fresh, onError: bad });
  const attempt = useMutation({
    mutationFn: pushes.attempt, onSettled: fresh, onError: bad,
    onSuccess: ({ outcome: became, status }) => setOutcome({ kind: became === "taken" ? "success" : "warning", text: t(`notification.trial.${became}`, { status }) }),
  });
  const isHere = (each: PushSubscribed) => each.endpoint === device.data?.endpoint;
  const mine = list.data?.items.find(isHere);
  // The browser may still be subscribed where the server was told to forget it.
  const stands = (found: Device) => (found.state === "on" && list.data && !mine ? "off" : found.state);
  return (
    <>
      <Loaded query={device} rows={1}>{(found) => {
        const state = stands(found);
        return (
          <div className="device" aria-live="polite">
            <p className={state === "on" ? "good" : undefined}>{t(`notification.device.${state}`)}</p>
            <div className="device-acts">
              {state === "off" && <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>{t("notification.device.turnOn")}</Button>}
              {state === "on" && mine && <Button loading={attempt.isPending} onClick={() => { setOutcome(null); attempt.mutate(mine.id); }}>{t("notification.device.try")}</Button>}
              {state === "on" && <Button loading={end.isPending} onClick={() => end.mutate()}>{t("notification.device.turnOff")}</Button>}
            </div>
            {outcome && <Alert type={outcome.kind} showIcon title={outcome.text} />}
          </div>
        );
      }}</Loaded>
      <h3 className="device-list">{t("notification.devices.title")}</h3>
      <Loaded query={list} rows={2}>{({ items }) => (items.length === 0 ? <p className="panel-none">{t("notification.devices.none")}</p> : (
        <Table
          label={t("notification.devices.title")} rows={items} rowKey={(row) => row.id}
          columns={[
            { key: "agent", title: t("sessions.device"), cell: (row) => <>{browserOf(row.agent) ?? t("sessions.unknown")} {isHere(row) && <span className="tag is-accent">{t("sessions.here")}</span>} {!row.signed_in && <span className="tag">{t("notification.devices.silent")}</span>}</> },
            { key: "since", title: t("notification.devices.since"), quiet: true, cell: (row) => <Ago at={row.created_at} /> },
            { key: "acts", title: t("table.acts"), align: "end", cell: (row) => <Button size="small" loading={remove.isPending && remove.variables === row.id} onClick={() => (isHere(row) ? end.mutate() : remove.mutate(row.id))}>{t("notification.devices.remove")}</Button> },
          ]}
        />
      ))}</Loaded>
    </>
  );
}
