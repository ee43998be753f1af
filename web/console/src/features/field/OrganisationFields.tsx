import { useQueryClient } from "@tanstack/react-query";
import type { Organisation } from "../../api";
import { organisations } from "../../api/organisations";
import { keys } from "../../live";
import { useWords } from "../../words";
import { FieldFrame } from "./FieldFrame";
import { FieldRows } from "./FieldRows";

/** What the house wants to know about an organisation. */
export function OrganisationFields({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const client = useQueryClient();
  const save = async (fields: Organisation["fields"]) => {
    client.setQueryData(keys.organisation(organisation.id), await organisations.change(organisation.id, { fields, version: organisation.version }));
  };
  return (
    <FieldFrame object="organisation" frame="section" title={t("organisations.fields")}>
      {(fields) => <FieldRows fields={fields} values={organisation.fields} may={organisation.can.change} save={save} />}
    </FieldFrame>
  );
}
