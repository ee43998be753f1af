import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal, Radio, Select, Switch } from "antd";
import { api, asFault, type Absence, type Team } from "../../api";
import { keys } from "../../live";
import { useStaff } from "../../live/people";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Fields { name: string; members: string[]; absence: Absence; reply_takes: boolean }

const usual: Absence = { then: "stay", minutes: 30 };
const longestMinutes = 24 * 60;

export function TeamForm({ team, close }: { team: Team | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const staff = useStaff();
  const [form] = Form.useForm<Fields>();
  const returns = Form.useWatch(["absence", "then"], form) === "return";
  const save = useMutation({
    mutationFn: (fields: Fields) => (team ? api.teams.change(team.id, { ...fields, version: team.version }) : api.teams.add(fields)),
    onSuccess: () => {
      for (const queryKey of [keys.teams, keys.staff, keys.me]) void client.invalidateQueries({ queryKey });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Modal open title={team ? t("teams.change", { name: team.name }) : t("teams.add")} okText={t(team ? "act.save" : "teams.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="team" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={team ? { name: team.name, members: team.members.map((each) => each.id), absence: team.absence, reply_takes: team.reply_takes } : { members: [], absence: usual, reply_takes: true }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <Form.Item name="name" label={t("teams.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus /></Form.Item>
        <Form.Item name="members" label={t("teams.members")}>
          <Select mode="multiple" optionFilterProp="label" options={staff.data?.items.filter((each) => each.state === "active").map((each) => ({ value: each.id, label: each.name }))} />
        </Form.Item>
        <Form.Item name="reply_takes" label={t("teams.replyTakes")} extra={t("teams.replyTakesMeans")} valuePropName="checked"><Switch /></Form.Item>
        <Form.Item name={["absence", "then"]} label={t("teams.absence")} extra={t("teams.absenceMeans")}>
          <Radio.Group className="radio-lines" options={(["stay", "return"] as const).map((value) => ({ value, label: t(`teams.then.${value}`) }))} />
        </Form.Item>
        <Form.Item name={["absence", "minutes"]} label={t("teams.absenceMinutes")} hidden={!returns} rules={[{ required: true, message: t("teams.absenceMinutesMissing") }]}>
          <InputNumber min={1} max={longestMinutes} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
