import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { api, asFault, type Contact } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useChangeContact } from "./useContact";

/** Where somebody belongs, and the words that colleagues put on them. */
export default function Belonging({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const client = useQueryClient();
  const change = useChangeContact(contact.id);
  const [q, setQ] = useState("");
  const found = useQuery({ queryKey: ["organisations", q], queryFn: () => api.organisations.list(q), enabled: contact.can.change, staleTime: 30_000 });
  const suiting = useQuery({ queryKey: [...keys.contact(contact.id), "organisations"], queryFn: () => api.organisations.suiting(contact.id), enabled: !contact.organisation });
  const known = useQuery({ queryKey: ["contact-tags"], queryFn: api.contacts.tags, enabled: contact.can.change, staleTime: 60_000 });
  const bad = (cause: unknown) => say.bad(faultWords(t, asFault(cause)));
  const put = (to: { tags?: string[]; organisation?: string }) => change.mutate({ ...to, version: contact.version }, { onError: bad });
  const enter = () => api.organisations.add({ name: q.trim() }, crypto.randomUUID()).then((made) => { put({ organisation: made.id }); setQ(""); void client.invalidateQueries({ queryKey: ["organisations"] }); }, bad);
  const options = (found.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }));
  const here = contact.organisation;
  if (here && !options.some((each) => each.value === here.id)) options.unshift({ value: here.id, label: here.name });
  return (
    <div className="form-grid">
      <div>
        <p className="panel-sub">{t("belonging.organisation")}</p>
        <Select
          style={{ width: "100%" }} aria-label={t("belonging.organisation")} placeholder={t("belonging.none")} allowClear showSearch filterOption={false} disabled={!contact.can.change} loading={change.isPending}
          value={here?.id} options={options} onSearch={setQ} onChange={(id?: string) => put({ organisation: id ?? "" })}
          notFoundContent={q.trim() ? <Button type="link" size="small" onClick={() => void enter()}>{t("belonging.add", { name: q.trim() })}</Button> : null}
        />
        {contact.can.change && !here && (suiting.data?.items.length ?? 0) > 0 && (
          <p className="panel-sub">{t("belonging.mayBe")} {suiting.data!.items.map((each) => <button key={each.id} type="button" className="link" onClick={() => put({ organisation: each.id })}>{each.name}</button>)}</p>
        )}
      </div>
      <div>
        <p className="panel-sub">{t("belonging.tags")}</p>
        <Select
          mode="tags" style={{ width: "100%" }} aria-label={t("belonging.tags")} placeholder={t("belonging.tagsHint")} disabled={!contact.can.change} value={contact.tags} tokenSeparators={[",", "\uff0c"]}
          options={(known.data?.items ?? []).map((each) => ({ value: each, label: each }))} onChange={(tags: string[]) => put({ tags: tags.map((each) => each.trim()).filter(Boolean) })}
        />
      </div>
    </div>
  );
}
