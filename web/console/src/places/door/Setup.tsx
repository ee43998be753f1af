import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { api, asFault, isMissing } from "../../api";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { usePassage } from "./usePassage";

/** The first person of the house, let in by the link the server printed. */
export default function Setup() {
  const { t, locale } = useWords();
  const { token = "" } = useSearch({ strict: false }) as { token?: string };
  const pass = usePassage();
  const check = useQuery({ queryKey: ["setup", token], queryFn: () => api.setup.check(token), retry: false, enabled: token !== "" });
  const finish = useMutation({
    mutationFn: (fields: { name: string; email: string; password: string }) =>
      api.setup.finish({ token, name: fields.name, email: fields.email, password: fields.password, locale }),
    onSuccess: pass,
  });
  if (token === "" || isMissing(check.error)) {
    return <Door title={t("setup.closed")} lead={t("setup.closedWhy")}><Link className="as-button" to="/sign-in" search={{}}>{t("signIn.title")}</Link></Door>;
  }
  return (
    <Door title={t("setup.title")} lead={t("setup.lead")}>
      {check.isPending ? <Shimmer rows={4} height={40} /> : check.error ? <Broken fault={asFault(check.error)} retry={() => void check.refetch()} /> : (
        <Form layout="vertical" requiredMark={false} onFinish={finish.mutate}>
          {finish.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(finish.error))} className="door-fault" />}
          <Form.Item name="name" label={t("field.yourName")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input size="large" autoComplete="name" autoFocus /></Form.Item>
          <Form.Item name="email" label={t("field.email")} rules={[{ required: true, type: "email", message: t("field.emailMissing") }]}><Input size="large" type="email" autoComplete="username" /></Form.Item>
          <NewPassword />
          <Button type="primary" size="large" block htmlType="submit" loading={finish.isPending}>{t("setup.go")}</Button>
        </Form>
      )}
    </Door>
  );
}
