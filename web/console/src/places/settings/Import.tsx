import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button, Radio, Select, Steps } from "antd";
import { useState } from "react";
import { api, asFault, type Import as Incoming } from "../../api";
import { Bar } from "../../features/transfer/Bar";
import { Mapping } from "../../features/transfer/Mapping";
import { Outcome } from "../../features/transfer/Outcome";
import { isWorking, stepOf } from "../../features/transfer/rules";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { fileSize } from "../../words/size";

const lookAgainMs = 700;
const steps = ["file", "mapping", "check", "run", "report"] as const;

/** One import, step by step. */
export default function Import() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const query = useQuery({ queryKey: keys.import(id), queryFn: () => api.imports.get(id), refetchInterval: ({ state }) => (state.data && isWorking(state.data.state) ? lookAgainMs : false) });
  return (
    <>
      <p className="crumb"><Link to="/settings/data">{t("settings.data")}</Link></p>
      <Page title={query.data?.name ?? t("transfer.import")} wide>
        <Loaded query={query} refused={t("transfer.refused")}>{(one) => <Way key={one.id} one={one} />}</Loaded>
      </Page>
    </>
  );
}

function Way({ one }: { one: Incoming }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [mapping, setMapping] = useState(() => one.columns.map((each) => each.means));
  const [existing, setExisting] = useState(one.existing);
  const [channel, setChannel] = useState(one.channel_id || undefined);
  const needsChannel = one.kind !== "contacts" && !(one.kind === "chatwoot" && one.format === "csv");
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, staleTime: 60_000, enabled: needsChannel });
  const [asked, setAsked] = useState<1 | null>(null);
  const step = asked ?? stepOf(one.state);
  const act = useMutation({
    mutationFn: (work: () => Promise<Incoming>) => work(),
    onSuccess: (now) => { setAsked(null); client.setQueryData(keys.import(one.id), now); },
    onError: () => client.invalidateQueries({ queryKey: keys.import(one.id) }),
  });
  const remove = useMutation({
    mutationFn: () => api.imports.remove(one.id),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.imports, exact: true }); void navigate({ to: "/settings/data" }); },
  });
  const check = async () => {
    await api.imports.change(one.id, { mapping: one.columns.length > 0 ? mapping : undefined, existing, channel_id: needsChannel ? channel : undefined, version: one.version });
    return api.imports.check(one.id);
  };
  const undo = () => askFirst({
    title: t("transfer.undoAsk"), content: t("transfer.undoMeans"), okText: t("transfer.undo"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => act.mutateAsync(() => api.imports.undo(one.id)).catch(() => undefined),
  });
  const fault = act.error ?? remove.error;
  return (
    <>
      <Steps size="small" current={step} items={steps.map((each) => ({ title: t(`transfer.steps.${each}`) }))} />
      <p className="panel-none">{t(`transfer.kinds.${one.kind}`)} · {t(`transfer.formatNames.${one.format}`)}{one.encoding && ` · ${one.encoding.toUpperCase()}`} · {fileSize(one.size)} · {one.time_zone}</p>
      {fault && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(fault))} />}
      {one.error && <Alert type="error" showIcon role="alert" title={t("transfer.failed", { why: one.error })} />}
      {step === 1 && (
        <>
          {one.columns.length > 0 ? <Mapping one={one} mapping={mapping} onMapping={setMapping} /> : <p>{t("transfer.noMapping")}</p>}
          <div className="labelled" role="group" aria-label={t("transfer.existing")}>
            <span>{t("transfer.existing")}</span>
            <Radio.Group className="radio-lines" value={existing} onChange={(event) => setExisting(event.target.value as Incoming["existing"])} options={(["keep", "update"] as const).map((each) => ({ value: each, label: t(`transfer.existings.${each}`) }))} />
          </div>
          {needsChannel && (
            <div className="labelled">
              <label htmlFor="import-channel">{t("transfer.channel")}</label>
              <Select id="import-channel" className="import-channel" value={channel} onChange={setChannel} options={channels.data?.items.map((each) => ({ value: each.id, label: each.name }))} />
              {!channel && <p className="is-late" role="status">{t("transfer.channelNeeded")}</p>}
            </div>
          )}
          <div className="row-acts"><Button type="primary" loading={act.isPending} disabled={!one.can.check || (needsChannel && !channel)} onClick={() => act.mutate(check)}>{t("transfer.check")}</Button></div>
        </>
      )}
      {isWorking(one.state) && (
        <div className="transfer-work" role="status">
          <p>{t(`transfer.states.${one.state}`)}</p>
          <Bar label={t(`transfer.states.${one.state}`)} done={one.state === "undoing" ? one.counts.undone : one.counts.done} total={one.state === "undoing" ? one.counts.contacts + one.counts.conversations : one.counts.total} />
          {one.can.cancel && <Button onClick={() => act.mutate(() => api.imports.cancel(one.id))}>{t("transfer.stop")}</Button>}
        </div>
      )}
      {step > 1 && !isWorking(one.state) && (
        <>
          {step === 4 && <p><b>{t(`transfer.states.${one.state}`)}</b></p>}
          <Outcome one={one} would={one.state === "checked"} />
          <div className="row-acts">
            {one.can.start && <Button type="primary" loading={act.isPending} onClick={() => act.mutate(() => api.imports.start(one.id))}>{t(one.state === "checked" ? "transfer.start" : "transfer.goOn")}</Button>}
            {one.can.map && <Button onClick={() => setAsked(1)}>{t("transfer.remap")}</Button>}
            {one.can.undo && <Button danger onClick={undo}>{t("transfer.undo")}</Button>}
            {one.can.remove && <Button type="text" onClick={() => remove.mutate()}>{t("transfer.forget")}</Button>}
          </div>
        </>
      )}
    </>
  );
}
