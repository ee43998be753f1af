import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Audience, type ConversationState, type Emotion, type Filter, type ListOrder, type Priority, type RiskKind, type Tier, type ViewCount } from "../../api";
import { keys } from "../../live";
import { useOrganisationChoice } from "../../live/organisations";
import { useStaff, useTeams, useTopics } from "../../live/people";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { pathOf } from "../reading/rules";

interface Props {
  /** What the form begins with. */
  filter: Filter;
  /** The saved view that is looked at, if it may be changed. */
  view: ViewCount | null;
  mayShare: boolean;
  me: string;
  apply: (filter: Filter) => void;
  saved: (view: ViewCount) => void;
  removed: () => void;
  close: () => void;
}

interface Fields {
  states?: ConversationState[]; statuses?: string[]; assignees?: string[]; teams?: string[]; tags_any?: string[]; tags_all?: string[]; tags_none?: string[];
  channels?: string[]; organisations?: string[]; topics?: string[]; emotions?: Emotion[]; risks?: RiskKind[]; priorities?: Priority[]; tiers?: Tier[]; createdOver?: number; createdWithin?: number; quiet?: number; waiting_over_hours?: number; order?: ListOrder;
  name?: string; icon?: string; audience?: Audience; team?: string;
}

const states: ConversationState[] = ["open", "waiting", "snoozed", "resolved"];
const priorities: Priority[] = ["urgent", "high", "normal", "low"];
const orders: ListOrder[] = ["newest", "oldest", "longest_waiting", "priority", "created_newest", "created_oldest"];
const emotions = ["calm", "worried", "angry", "furious"] as const;
const risks = ["self_harm", "violence", "account_theft", "payment_loss", "legal", "public_exposure", "minors", "others_data"] as const;
const dayHours = 24;

/** Narrows a list in every way there is, and keeps that under a name. */
export function FilterForm({ filter, view, mayShare, me, apply, saved, removed, close }: Props) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [naming, setNaming] = useState(false);
  const staff = useStaff();
  const teams = useTeams();
  const topics = useTopics().data?.items ?? [];
  const about = topics.map((each) => ({ value: each.id, label: pathOf(topics, each.id, locale).join(" › ") }));
  const tags = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, staleTime: 60_000 });
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, staleTime: 60_000 });
  const statuses = useQuery({ queryKey: keys.statuses, queryFn: api.statuses.list, staleTime: 60_000 });
  const belonging = useOrganisationChoice(Form.useWatch("organisations", form) ?? filter.organisations ?? []);
  const audience = Form.useWatch("audience", form);
  const own = view?.can.change ? view : null;
  const done = (kept: ViewCount) => {
    void client.invalidateQueries({ queryKey: keys.views }).then(() => saved(kept));
    say.done(t("act.saved"));
  };
  const save = useMutation({
    mutationFn: (fields: Fields) => {
      const body = { name: fields.name ?? "", icon: fields.icon ?? "", filter: filterOf(fields), audience: fields.audience ?? "me", team: fields.audience === "team" ? fields.team : undefined };
      return own && !naming ? api.views.change(own.id, { ...body, version: own.version }) : api.views.save(body, crypto.randomUUID());
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => api.views.remove(own!.id),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.views }); removed(); },
  });
  const people = [{ value: "me", label: t("filters.me") }, { value: "none", label: t("filters.nobody") }, ...(staff.data?.items ?? []).filter((each) => each.id !== me).map((each) => ({ value: each.id, label: each.name }))];
  const groups = [{ value: "mine", label: t("filters.mine") }, { value: "none", label: t("filters.noTeam") }, ...(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))];
  const tagOptions = (tags.data?.items ?? []).map((each) => ({ value: each.tag, label: each.tag }));
  const fault = save.error ?? remove.error;
  const keeps = naming || own !== null;
  return (
    <Modal
      open title={t("filters.title")} width={640} onCancel={close}
      footer={[
        own && <Button key="remove" danger onClick={() => remove.mutate()} loading={remove.isPending}>{t("filters.remove")}</Button>,
        !naming && <Button key="name" onClick={() => { setNaming(true); form.setFieldsValue({ name: "", audience: "me" }); }}>{t("filters.saveAs")}</Button>,
        keeps && <Button key="save" loading={save.isPending} onClick={() => form.submit()}>{t(naming ? "filters.save" : "filters.saveChange")}</Button>,
        <Button key="apply" type="primary" onClick={() => { apply(filterOf(form.getFieldsValue())); close(); }}>{t("filters.apply")}</Button>,
      ]}
    >
      <Form form={form} name="filters" layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={{ ...fieldsOf(filter), name: view?.name, icon: view?.icon, audience: view?.audience || "me", team: view?.team?.id }}>
        {fault && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(fault))} className="door-fault" />}
        {keeps && (
          <div className="form-grid">
            <Form.Item name="name" label={t("filters.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input maxLength={40} /></Form.Item>
            <Form.Item name="icon" label={t("filters.icon")}><Input maxLength={4} /></Form.Item>
            <Form.Item name="audience" label={t("filters.audience")}><Select disabled={!mayShare} options={(["me", "team", "everybody"] as const).map((each) => ({ value: each, label: t(`filters.audienceOf.${each}`) }))} /></Form.Item>
            {audience === "team" && <Form.Item name="team" label={t("filters.team")} rules={[{ required: true, message: t("filters.teamMissing") }]}><Select options={groups.slice(2)} /></Form.Item>}
          </div>
        )}
        <div className="form-grid">
          <Form.Item name="states" label={t("filters.states")}><Select mode="multiple" allowClear options={states.map((each) => ({ value: each, label: t(`state.${each}`) }))} /></Form.Item>
          {(statuses.data?.items.length ?? 0) > 0 && <Form.Item name="statuses" label={t("filters.statuses")}><Select mode="multiple" allowClear options={statuses.data?.items.map((each) => ({ value: each.id, label: locale === "en" ? each.name_en : each.name_zh }))} /></Form.Item>}
          <Form.Item name="assignees" label={t("filters.assignees")}><Select mode="multiple" allowClear optionFilterProp="label" options={people} /></Form.Item>
          <Form.Item name="teams" label={t("filters.teams")}><Select mode="multiple" allowClear optionFilterProp="label" options={groups} /></Form.Item>
          <Form.Item name="tags_any" label={t("filters.tagsAny")}><Select mode="tags" allowClear options={tagOptions} /></Form.Item>
          <Form.Item name="tags_all" label={t("filters.tagsAll")}><Select mode="tags" allowClear options={tagOptions} /></Form.Item>
          <Form.Item name="tags_none" label={t("filters.tagsNone")}><Select mode="tags" allowClear options={tagOptions} /></Form.Item>
          <Form.Item name="channels" label={t("filter.channels")}><Select mode="multiple" allowClear optionFilterProp="label" options={channels.data?.items.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
          <Form.Item name="organisations" label={t("filters.organisations")}><Select mode="multiple" allowClear showSearch={belonging.search} options={belonging.options} /></Form.Item>
          <Form.Item name="priorities" label={t("command.conversation.priority")}><Select mode="multiple" allowClear options={priorities.map((each) => ({ value: each, label: t(`priority.${each}`) }))} /></Form.Item>
          <Form.Item name="tiers" label={t("filters.tiers")}><Select mode="multiple" allowClear options={(["vip", "standard"] as const).map((each) => ({ value: each, label: t(`tier.${each}`) }))} /></Form.Item>
          {about.length > 0 && <Form.Item name="topics" label={t("settings.topics")}><Select mode="multiple" allowClear optionFilterProp="label" options={about} /></Form.Item>}
          <Form.Item name="emotions" label={t("filters.emotions")}><Select mode="multiple" allowClear options={emotions.map((each) => ({ value: each, label: t(`gist.emotion.${each}`) }))} /></Form.Item>
          <Form.Item name="risks" label={t("filters.risks")}><Select mode="multiple" allowClear options={risks.map((each) => ({ value: each, label: t(`gist.risk.${each}`) }))} /></Form.Item>
          <Form.Item name="createdOver" label={t("filters.createdOver")}><InputNumber min={0} max={36500} /></Form.Item>
          <Form.Item name="createdWithin" label={t("filters.createdWithin")}><InputNumber min={0} max={36500} /></Form.Item>
          <Form.Item name="quiet" label={t("filters.quiet")}><InputNumber min={0} max={36500} /></Form.Item>
          <Form.Item name="waiting_over_hours" label={t("filters.waitingOver")}><InputNumber min={0} max={8760} /></Form.Item>
          <Form.Item name="order" label={t("filters.order")}><Select options={orders.map((each) => ({ value: each, label: t(`filters.orderOf.${each}`) }))} /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

function fieldsOf(filter: Filter): Fields {
  const days = (hours?: number) => (hours ? hours / dayHours : undefined);
  const { created, last_message, ...rest } = filter;
  return { order: "newest", ...rest, createdOver: days(created?.over_hours), createdWithin: days(created?.within_hours), quiet: days(last_message?.over_hours) };
}

/** Only what narrows is kept. Who asks how long people wait wants the longest first. */
function filterOf(fields: Fields): Filter {
  const list = <Item,>(items?: Item[]) => (items && items.length > 0 ? items : undefined);
  const hours = (days?: number | null) => (days ? days * dayHours : undefined);
  const created = { over_hours: hours(fields.createdOver), within_hours: hours(fields.createdWithin) };
  const waiting = fields.waiting_over_hours || undefined;
  const order = waiting && (fields.order ?? "newest") === "newest" ? "longest_waiting" : fields.order;
  return JSON.parse(JSON.stringify({
    states: list(fields.states), statuses: list(fields.statuses), assignees: list(fields.assignees), teams: list(fields.teams),
    tags_any: list(fields.tags_any), tags_all: list(fields.tags_all), tags_none: list(fields.tags_none), channels: list(fields.channels), organisations: list(fields.organisations),
    topics: list(fields.topics), emotions: list(fields.emotions), risks: list(fields.risks),
    priorities: list(fields.priorities), tiers: list(fields.tiers), created: created.over_hours || created.within_hours ? created : undefined,
    last_message: fields.quiet ? { over_hours: hours(fields.quiet) } : undefined, waiting_over_hours: waiting, order: order === "newest" ? undefined : order,
  })) as Filter;
}
