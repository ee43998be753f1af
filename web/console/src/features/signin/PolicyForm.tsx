import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Select } from "antd";
import { api, asFault, type SignInPolicy } from "../../api";
import { keys } from "../../live";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

type Fields = Pick<SignInPolicy, "second_factor" | "password">;

const levels: SignInPolicy["second_factor"][] = ["", "admin", "manager", "lead", "agent"];

/** Who must have a second factor, and whether a password still lets in. */
export function PolicyForm({ policy }: { policy: SignInPolicy }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const chosen = Form.useWatch("second_factor", form) ?? policy.second_factor;
  const lacking = chosen === "" ? 0 : policy.lacking[chosen] ?? 0;
  const save = useMutation({
    mutationFn: (fields: Fields) => api.signIn.rule({ ...fields, version: policy.version }),
    onSuccess: (answer) => {
      client.setQueryData(keys.signInPolicy, answer);
      say.done(t("act.saved"));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (fields: Fields) => {
    const sendsHome = fields.second_factor !== policy.second_factor && lacking > 0;
    if (!sendsHome) return save.mutate(fields);
    askFirst({
      title: t("policy.ask", { count: lacking }), content: t("policy.askMeans"), okText: t("policy.demand"), cancelText: t("act.cancel"),
      onOk: () => save.mutateAsync(fields).catch(() => undefined),
    });
  };
  return (
    <Form name="policy" form={form} layout="vertical" requiredMark={false} initialValues={{ second_factor: policy.second_factor, password: policy.password }} onFinish={ask}>
      <Form.Item name="second_factor" label={t("policy.who")} extra={chosen === "" ? undefined : lacking > 0 ? t("policy.lacking", { count: lacking }) : t("policy.nobodyLacks")}>
        <Select options={levels.map((level) => ({ value: level, label: t(`policy.level.${level || "nobody"}`) }))} />
      </Form.Item>
      <Form.Item name="password" valuePropName="checked" extra={t("policy.passwordHint")}><Checkbox>{t("policy.password")}</Checkbox></Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>{t("policy.save")}</Button>
    </Form>
  );
}
