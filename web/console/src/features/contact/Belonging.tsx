import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { api, asFault, type Contact, type ContactChange } from "../../api";
import { organisations } from "../../api/organisations";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./belonging.css";

/** Tab leaves a box. Left alone, the box would choose what is lit in its list, or take back the tag that was just put. */
function leave(event: KeyboardEvent): void {
  if (event.key === "Tab") event.stopPropagation();
}

/** Where somebody belongs, and the words that colleagues put on them. */
export default function Belonging({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const { put, tags } = useChanges(contact);
  const known = useQuery({ queryKey: keys.contactTags, queryFn: api.contacts.tags, enabled: contact.can.change, staleTime: 60_000 });
  return (
    <div className="belonging" onKeyDownCapture={leave}>
      <div>
        <p className="belonging-of">{t("belonging.organisation")}</p>
        <Where contact={contact} put={(organisation) => put({ organisation })} />
      </div>
      <div>
        <p className="belonging-of">{t("belonging.tags")}</p>
        <Select
          mode="tags" aria-label={t("belonging.tags")} placeholder={t(contact.can.change ? "belonging.tagsHint" : "belonging.noTags")} disabled={!contact.can.change} value={tags} tokenSeparators={[",", "\uff0c"]}
          options={(known.data?.items ?? []).map((each) => ({ value: each, label: each }))}
          onChange={(next: string[]) => put({ tags: next.map((each) => each.trim()).filter(Boolean) })}
        />
      </div>
    </div>
  );
}

type Change = Omit<ContactChange, "version">;

/** Changes leave one after the other, each made of what the one before left. */
function useChanges(contact: Contact) {
  const { t } = useWords();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<string[] | null>(null);
  const key = keys.contact(contact.id);
  const line = useRef({ last: Promise.resolve(), length: 0 }).current;
  const change = async (to: Change) => {
    try {
      const now = await api.contacts.change(contact.id, { ...to, version: client.getQueryData<Contact>(key)?.version ?? contact.version });
      await client.cancelQueries({ queryKey: key, exact: true });
      client.setQueryData(key, now);
      for (const each of [keys.contacts, keys.organisations, keys.contactTags]) void client.invalidateQueries({ queryKey: each });
    } catch (cause) {
      say.bad(faultWords(t, asFault(cause)));
      await client.invalidateQueries({ queryKey: key, exact: true });
    }
    line.length -= 1;
    if (line.length === 0) setWanted(null);
  };
  const put = (to: Change) => {
    if (to.tags) setWanted(to.tags);
    line.length += 1;
    line.last = line.last.then(() => change(to));
  };
  return { put, tags: wanted ?? contact.tags };
}

function Where({ contact, put }: { contact: Contact; put: (organisation: string) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [q, setQ] = useState("");
  const name = q.trim();
  const here = contact.organisation;
  const found = useQuery({ queryKey: [...keys.organisations, "choice", name], queryFn: () => organisations.list({ q: name || undefined, limit: 20 }), enabled: contact.can.change, staleTime: 30_000 });
  const suiting = useQuery({ queryKey: [...keys.contact(contact.id), "organisations"], queryFn: () => organisations.suiting(contact.id), enabled: !here });
  const enter = useMutation({
    mutationFn: () => organisations.add({ name }, crypto.randomUUID()),
    onSuccess: (made) => { put(made.id); setQ(""); void client.invalidateQueries({ queryKey: keys.organisations }); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const options = (found.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }));
  if (here && name === "" && !options.some((each) => each.value === here.id)) options.unshift({ value: here.id, label: here.name });
  const isNew = name !== "" && found.isSuccess && !options.some((each) => each.label === name);
  return (
    <>
      <Select
        aria-label={t("belonging.organisation")} placeholder={t("belonging.none")} allowClear showSearch={{ filterOption: false, onSearch: setQ, searchValue: q }} disabled={!contact.can.change}
        value={here ? { value: here.id, label: here.name } : null} labelInValue options={options} onChange={(to: { value: string; label: string } | null | undefined) => { setQ(""); put(to?.value ?? ""); }} notFoundContent={found.isPending ? null : t("belonging.nothing")}
        popupRender={(menu) => <>{menu}{isNew && <Button type="text" block className="belonging-new" loading={enter.isPending} onMouseDown={(event) => event.preventDefault()} onClick={() => enter.mutate()}>{t("belonging.add", { name })}</Button>}</>}
      />
      {here && <p className="belonging-more"><Link to="/contacts/organisations/$id" params={{ id: here.id }}>{t("belonging.open", { name: here.name })}</Link></p>}
      {contact.can.change && !here && (suiting.data?.items.length ?? 0) > 0 && (
        <p className="belonging-more">{t("belonging.mayBe")} {suiting.data!.items.map((each) => <button key={each.id} type="button" className="link" onClick={() => put(each.id)}>{each.name}</button>)}</p>
      )}
    </>
  );
}
