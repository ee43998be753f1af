import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Modal } from "antd";
import { asFault, type Organisation } from "../../api";
import { organisations } from "../../api/organisations";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { OrganisationBoxes, type Fields } from "./OrganisationBoxes";
import "./organisations.css";

export default function NewOrganisation({ name = "", close, added }: { name?: string; close: () => void; added: (organisation: Organisation) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const once = useOnce();
  const add = useMutation({
    mutationFn: (fields: Fields) => organisations.add(fields, once(fields)),
    onSuccess: (organisation) => {
      client.setQueryData(keys.organisation(organisation.id), organisation);
      void client.invalidateQueries({ queryKey: keys.organisations });
      added(organisation);
    },
  });
  return (
    <Modal open title={t("organisations.add")} okText={t("organisations.add")} cancelText={t("act.cancel")} confirmLoading={add.isPending} onCancel={close} onOk={form.submit}>
      <Form name="organisation-new" form={form} layout="vertical" requiredMark={false} initialValues={{ name, tier: "standard", domains: [], joins_by_domain: false, notes: "" }} onFinish={add.mutate}>
        {add.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(add.error))} className="door-fault" />}
        <OrganisationBoxes autoFocus />
      </Form>
    </Modal>
  );
}
