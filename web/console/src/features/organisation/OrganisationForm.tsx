import { Alert, Button, Form } from "antd";
import { asFault, type Organisation } from "../../api";
import { say } from "../../ui/say";
import { useKeptForm } from "../../ui/useKeptForm";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { OrganisationBoxes, type Fields } from "./OrganisationBoxes";
import { useChangeOrganisation } from "./useOrganisations";
import "./organisations.css";

export function OrganisationForm({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const { form, saved } = useKeptForm<Fields>(organisation.version, organisation);
  const change = useChangeOrganisation(organisation);
  const save = (fields: Fields) => change.mutate({ ...fields, notes: fields.notes ?? "" }, { onSuccess: (row) => { saved(row); say.done(t("act.saved")); } });
  return (
    <Form name="organisation" form={form} layout="vertical" requiredMark={false} disabled={!organisation.can.change} initialValues={organisation} onFinish={save}>
      {change.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(change.error))} className="door-fault" />}
      <OrganisationBoxes />
      {organisation.can.change
        ? <Button type="primary" htmlType="submit" loading={change.isPending}>{t("organisations.save")}</Button>
        : <p className="panel-none">{t("organisations.mayNotChange")}</p>}
    </Form>
  );
}
