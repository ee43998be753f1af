import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Alert, Button, Form } from "antd";
import { api, asFault, isMissing } from "../../api";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { usePassage } from "./usePassage";

export default function Invitation() {
  const { t, locale } = useWords();
  const { token = "" } = useSearch({ strict: false }) as { token?: string };
  const pass = usePassage();
  const check = useQuery({ queryKey: ["invitation", token], queryFn: () => api.invitation.check(token), retry: false, enabled: token !== "" });
  const accept = useMutation({ mutationFn: (fields: { password: string }) => api.invitation.accept({ token, password: fields.password, locale }), onSuccess: pass });
  if (token === "" || isMissing(check.error)) {
    return <Door title={t("invitation.closed")} lead={t("invitation.closedWhy")}><Link className="as-button" to="/sign-in" search={{}}>{t("signIn.title")}</Link></Door>;
  }
  return (
    <Door title={t("invitation.title", { name: check.data?.name ?? "" })} lead={t("invitation.lead")}>
      {check.isPending ? <Shimmer rows={3} height={40} /> : check.error ? <Broken fault={asFault(check.error)} retry={() => void check.refetch()} /> : (
        <Form layout="vertical" requiredMark={false} onFinish={accept.mutate}>
          {accept.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(accept.error))} className="door-fault" />}
          {check.data?.email && <p className="door-lead">{check.data.email}</p>}
          <NewPassword />
          <Button type="primary" size="large" block htmlType="submit" loading={accept.isPending}>{t("invitation.go")}</Button>
        </Form>
      )}
    </Door>
  );
}
