import { CheckCircleOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type StuckJob } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Work that was given up after all its attempts, and waits for a person. */
export default function Stuck() {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.stuck, queryFn: () => api.stuck.list(), refetchInterval: 30_000 });
  return (
    <Page title={t("settings.stuck")} lead={t("stuck.lead")}>
      <Loaded query={query} refused={t("stuck.refused")}>{(page) => page.items.length === 0
        ? <Empty title={t("stuck.empty")} why={t("stuck.emptyWhy")} icon={<CheckCircleOutlined aria-hidden />} />
        : <ul className="cards">{page.items.map((job) => <li key={job.id}><Job job={job} /></li>)}</ul>}
      </Loaded>
    </Page>
  );
}

function Job({ job }: { job: StuckJob }) {
  const { t } = useWords();
  const client = useQueryClient();
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: keys.stuck }),
    onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))),
  };
  const retry = useMutation({ mutationFn: () => api.stuck.retry(job.id), ...settled });
  const discard = useMutation({ mutationFn: () => api.stuck.discard(job.id), ...settled });
  const ask = () => askFirst({
    title: t("stuck.discardAsk"), content: t("stuck.discardMeans"), okText: t("stuck.discard"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => discard.mutateAsync().catch(() => undefined),
  });
  return (
    <article className="card">
      <header>
        <b>{has(`stuck.kind.${job.kind}`) ? t(`stuck.kind.${job.kind}`) : job.kind}</b>
        <span className="faint num">{t("stuck.attempts", { count: job.attempts })} · <Ago at={job.since} /></span>
      </header>
      <p className="card-error">{job.error || t("stuck.noReason")}</p>
      <details><summary>{t("stuck.details")}</summary><pre>{JSON.stringify({ kind: job.kind, lane: job.lane, args: job.args }, null, 2)}</pre></details>
      <footer>
        {job.can.retry && <Button size="small" type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>{t("stuck.retry")}</Button>}
        {job.can.discard && <Button size="small" danger onClick={ask}>{t("stuck.discard")}</Button>}
        {!job.can.retry && !job.can.discard && <span className="faint">{t("stuck.refused")}</span>}
      </footer>
    </article>
  );
}
