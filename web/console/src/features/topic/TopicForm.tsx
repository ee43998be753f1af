import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select, Switch } from "antd";
import { api, asFault, type Topic } from "../../api";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { pathOf } from "../reading/rules";

interface Fields { name_zh: string; name_en: string; parent_id: string; description: string; words: string[]; team_id: string; used: boolean }

/** Draws a topic, or changes one. */
export function TopicForm({ topic, under, topics, close }: { topic: Topic | null; under: string; topics: Topic[]; close: () => void }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const teams = useTeams();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: ({ used, ...fields }: Fields) => (topic
      ? api.topics.change(topic.id, { ...fields, archived: !used, version: topic.version })
      : api.topics.add(fields, crypto.randomUUID())),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.topics });
      say.done(t("act.saved"));
      close();
    },
  });
  const eitherName = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: () => (getFieldValue("name_zh") || getFieldValue("name_en") ? Promise.resolve() : Promise.reject(new Error(t("field.nameMissing")))),
  });
  const places = [{ value: "", label: t("topics.root") }, ...topics.filter((each) => each.id !== topic?.id && !each.archived).map((each) => ({ value: each.id, label: pathOf(topics, each.id, locale).join(" › ") }))];
  const whose = [{ value: "", label: t("topics.allTeams") }, ...(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))];
  return (
    <Modal open width={600} title={t(topic ? "topics.change" : "topics.add")} okText={t(topic ? "act.save" : "topics.add")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form
        name="topic" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate}
        initialValues={topic ? { ...topic, used: !topic.archived } : { name_zh: "", name_en: "", parent_id: under, description: "", words: [], team_id: "", used: true }}
      >
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-grid">
          <Form.Item name="name_zh" label={t("topics.nameZh")} dependencies={["name_en"]} rules={[eitherName]}><Input autoFocus maxLength={60} /></Form.Item>
          <Form.Item name="name_en" label={t("topics.nameEn")}><Input maxLength={60} /></Form.Item>
          <Form.Item name="parent_id" label={t("topics.parent")}><Select showSearch optionFilterProp="label" options={places} /></Form.Item>
          <Form.Item name="team_id" label={t("topics.team")}><Select options={whose} /></Form.Item>
        </div>
        <Form.Item name="words" label={t("topics.words")} extra={t("topics.wordsMean")}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", "，", "、", ";", "；"]} maxCount={100} /></Form.Item>
        <Form.Item name="description" label={t("topics.description")} extra={t("topics.descriptionMeans")}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
        {topic && <Form.Item name="used" label={t("topics.used")} valuePropName="checked" extra={t("topics.usedMeans")}><Switch /></Form.Item>}
      </Form>
    </Modal>
  );
}
