import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Alert, Button, Segmented } from "antd";
import { useState } from "react";
import { api, asFault, type Webhook as Hook } from "../../api";
import { Log } from "../../features/webhook/Log";
import { health } from "../../features/webhook/rules";
import { Standing } from "../../features/webhook/Standing";
import { WebhookForm } from "../../features/webhook/WebhookForm";
import { keys } from "../../live";
import { Copy } from "../../ui/Copy";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const states = ["all", "pending", "failed", "delivered", "dropped"];

/** One webhook: how it does, what it was sent, and the way to send again. */
export default function Webhook() {
  const { t } = useWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const { state } = useSearch({ strict: false }) as { state?: string };
  const navigate = useNavigate();
  const query = useQuery({ queryKey: keys.webhooks, queryFn: api.webhooks.list });
  return (
    <>
      <p className="crumb"><Link to="/settings/webhooks">{t("settings.webhooks")}</Link></p>
      <Loaded query={query} refused={t("webhooks.refused")}>{(page) => {
        const webhook = page.items.find((each) => each.id === id);
        if (!webhook) return <Empty title={t("webhooks.missing")} why={t("webhooks.missingWhy")} />;
        return (
          <Page title={webhook.name} lead={webhook.url} wide acts={<Acts webhook={webhook} />}>
            {health(webhook) === "gone" && <Alert type="warning" showIcon title={t("webhooks.goneMeans")} />}
            <p><Standing webhook={webhook} /></p>
            <Section title={t("webhooks.secret")} lead={t("webhooks.secretLead")}><Secret webhook={webhook} /></Section>
            <Section title={t("webhooks.log")} lead={t("webhooks.logLead")} acts={<AllAgain webhook={webhook} />}>
              <Segmented
                aria-label={t("staff.state")} value={state ?? "all"} options={states.map((each) => ({ value: each, label: t(`webhooks.states.${each}`) }))}
                onChange={(next) => void navigate({ to: "/settings/webhooks/$id", params: { id }, search: { state: next === "all" ? undefined : next }, replace: true })}
              />
              <Log webhook={webhook} state={state} />
            </Section>
          </Page>
        );
      }}</Loaded>
    </>
  );
}

function Acts({ webhook }: { webhook: Hook }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const settled = { onSuccess: () => client.invalidateQueries({ queryKey: keys.webhooks }), onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const ping = useMutation({ mutationFn: () => api.webhooks.ping(webhook.id, crypto.randomUUID()), ...settled });
  const turn = useMutation({ mutationFn: () => api.webhooks.change(webhook.id, { state: webhook.state === "active" ? "paused" : "active", version: webhook.version }), ...settled });
  const remove = useMutation({ mutationFn: () => api.webhooks.remove(webhook.id), ...settled });
  const ask = () => askFirst({
    title: t("webhooks.removeAsk", { name: webhook.name }), content: t("webhooks.removeMeans"), okText: t("webhooks.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync().then(() => navigate({ to: "/settings/webhooks" })).catch(() => undefined),
  });
  if (!webhook.can.change) return null;
  return (
    <span className="row-acts">
      <Button loading={ping.isPending} onClick={() => ping.mutate()}>{t("webhooks.ping")}</Button>
      <Button onClick={() => setEditing(true)}>{t("act.edit")}</Button>
      <Button loading={turn.isPending} onClick={() => turn.mutate()}>{t(webhook.state === "active" ? "webhooks.pause" : "webhooks.goOn")}</Button>
      <Button danger type="text" onClick={ask}>{t("webhooks.remove")}</Button>
      {editing && <WebhookForm webhook={webhook} close={() => setEditing(false)} />}
    </span>
  );
}

function Secret({ webhook }: { webhook: Hook }) {
  const { t } = useWords();
  const failed = (cause: unknown) => say.bad(faultWords(t, asFault(cause)));
  const show = useMutation({ mutationFn: () => api.webhooks.secret(webhook.id), onError: failed });
  const rotate = useMutation({ mutationFn: () => api.webhooks.rotate(webhook.id), onSuccess: () => show.reset(), onError: failed });
  const ask = () => askFirst({
    title: t("webhooks.rotateAsk"), content: t("webhooks.rotateMeans"), okText: t("webhooks.rotate"), cancelText: t("act.cancel"),
    onOk: () => rotate.mutateAsync().catch(() => undefined),
  });
  const secret = show.data?.secret ?? rotate.data?.secret;
  return (
    <div className="stack">
      {secret && <Copy label={t("webhooks.secret")} value={secret} secret />}
      <div className="row-acts">
        {!secret && <Button size="small" loading={show.isPending} onClick={() => show.mutate()}>{t("webhooks.show")}</Button>}
        <Button size="small" onClick={ask}>{t("webhooks.rotate")}</Button>
      </div>
    </div>
  );
}

function AllAgain({ webhook }: { webhook: Hook }) {
  const { t } = useWords();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => api.webhooks.replayFailed(webhook.id),
    onSuccess: ({ deliveries }) => {
      say.done(t("webhooks.sentAgain", { count: deliveries }));
      void client.invalidateQueries({ queryKey: keys.webhooks });
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  if (webhook.failed === 0) return null;
  return <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>{t("webhooks.failedAgain")}</Button>;
}
