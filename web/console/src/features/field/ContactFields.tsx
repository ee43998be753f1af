import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Contact } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { FieldFrame } from "./FieldFrame";
import { FieldRows } from "./FieldRows";

/** What the house wants to know about a contact. */
export function ContactFields({ id, frame }: { id: string; frame: "panel-block" | "section" }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { data: contact } = useQuery({ queryKey: keys.contact(id), queryFn: () => api.contacts.get(id), enabled: id !== "", staleTime: 60_000 });
  const save = async (contact: Contact, fields: Contact["fields"]) => {
    client.setQueryData(keys.contact(id), await api.contacts.change(id, { fields, version: contact.version }));
    void client.invalidateQueries({ queryKey: keys.contacts });
  };
  if (!contact) return null;
  return (
    <FieldFrame object="contact" frame={frame} title={t("fields.ofContact")}>
      {(fields) => <FieldRows fields={fields} values={contact.fields} may={contact.can.change} save={(values) => save(contact, values)} />}
    </FieldFrame>
  );
}
