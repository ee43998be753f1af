import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Modal, Radio } from "antd";
import { useDeferredValue, useState } from "react";
import { api, asFault, isDenied, type Contact } from "../../api";
import { alike, type Reason } from "../../api/alike";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Broken, Refused, Shimmer } from "../../ui/Faces";
import { say } from "../../ui/say";
import { nameIn, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Because } from "./Because";
import { survivorOf } from "./rules";
import { useRegrouped } from "./useAlike";
import "./alike.css";

interface Props {
  /** The id of one; its card is fetched. */
  contact: string;
  suggested?: Contact;
  score?: number;
  because?: Reason[];
  close: () => void;
  done?: (survivor: string) => void;
}

/** Two cards beside each other: which stays, and what happens. */
export default function MergeContacts({ contact, suggested, score = 0, because = [], close, done }: Props) {
  const { t } = useWords();
  const once = useOnce();
  const regrouped = useRegrouped();
  const [other, setOther] = useState<Contact | undefined>(suggested);
  const [into, setInto] = useState("");
  const mine = useQuery({ queryKey: keys.contact(contact), queryFn: () => api.contacts.get(contact), staleTime: 60_000 });
  const both = mine.data && other ? [mine.data, other] as const : null;
  const survivor = both && (both.find((each) => each.id === into) ?? survivorOf(...both));
  const half = both && survivor && both.find((each) => each.id !== survivor.id);
  const called = (each: Contact) => each.name || each.identities.find((one) => one.kind !== "visitor")?.value || t("contact.nameless");
  const merge = useMutation({
    mutationFn: ({ half, survivor }: { half: Contact; survivor: Contact }) => alike.merge(half.id, survivor.id, once([half.id, survivor.id])),
    onSuccess: async (_card, { half, survivor }) => {
      say.done(t("alike.merged", { name: called(survivor) }));
      await regrouped(half.id, survivor.id);
      close();
      done?.(survivor.id);
    },
  });
  return (
    <Modal
      open width={820} title={t("alike.mergeTitle")} okText={t("alike.merge")} cancelText={t("act.cancel")} destroyOnHidden onCancel={close}
      okButtonProps={{ disabled: !both, loading: merge.isPending }} onOk={() => { if (half && survivor) merge.mutate({ half, survivor }); }}
    >
      {merge.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(merge.error))} className="door-fault" />}
      {because.length > 0 && <p className="alike-why"><Because score={score} because={because} /></p>}
      {mine.isPending ? <Shimmer rows={5} height={24} />
        : !mine.data ? (isDenied(mine.error) ? <Refused /> : <Broken fault={asFault(mine.error)} retry={() => void mine.refetch()} />)
        : !other ? <Search of={mine.data} choose={setOther} />
        : both && survivor && half && (
          <>
            <Radio.Group className="alike-sides" aria-label={t("alike.which")} value={survivor.id} onChange={(event) => setInto(event.target.value as string)}>
              {both.map((each) => (
                <Radio key={each.id} value={each.id} className={`alike-side${each.id === survivor.id ? " is-survivor" : ""}`}>
                  <Side contact={each} stays={each.id === survivor.id} called={called(each)} />
                </Radio>
              ))}
            </Radio.Group>
            {!suggested && <Button type="link" size="small" onClick={() => setOther(undefined)}>{t("merge.another")}</Button>}
            <ul className="alike-means">
              {(["follow", "later", "card", "quiet", "undo"] as const).map((each) => <li key={each}>{t(`alike.means.${each}`, { half: called(half), survivor: called(survivor) })}</li>)}
            </ul>
          </>
        )}
    </Modal>
  );
}

function Side({ contact, stays, called }: { contact: Contact; stays: boolean; called: string }) {
  const { t, locale } = useWords();
  const talks = useQuery({ queryKey: keys.contactConversations(contact.id), queryFn: () => api.contacts.conversations(contact.id), staleTime: 30_000 });
  const own = useQuery({ queryKey: keys.fields, queryFn: () => api.fields.list(), staleTime: 60_000 });
  const fields = (own.data?.items ?? []).filter((each) => each.object === "contact" && contact.fields[each.key] !== undefined && contact.fields[each.key] !== null);
  const reach = contact.identities.filter((each) => each.kind !== "visitor");
  return (
    <span className="alike-card">
      <b>{called}</b>
      <em>{t(stays ? "alike.stays" : "alike.goes")}</em>
      <span className="alike-sub">{t(`tier.${contact.tier}`)} · {t("alike.since")} <Ago at={contact.created_at} />{contact.seen_at && <> · {t("contact.seen")} <Ago at={contact.seen_at} /></>}</span>
      {reach.length === 0 && <span className="alike-sub">{t("contact.noIdentities")}</span>}
      {reach.map((each) => <span key={each.id} className="alike-pair"><i>{t(`identity.${each.kind}`)}</i> <span>{each.value}{!each.verified && ` (${t("identity.claimed")})`}</span></span>)}
      {fields.map((each) => <span key={each.key} className="alike-pair"><i>{nameIn(locale, each.names, each.key)}</i> <span>{String(contact.fields[each.key])}</span></span>)}
      {talks.isPending ? <Shimmer rows={2} height={14} />
        : !talks.data ? <span className="alike-sub">{t("alike.noTalksSeen")}</span>
        : talks.data.items.length === 0 ? <span className="alike-sub">{t("contact.noHistory")}</span>
        : talks.data.items.slice(0, 4).map((each) => (
          <span key={each.id} className="alike-talk"><span className="num">#{each.number}</span> {each.subject || each.preview || t("row.nothing")} <span className="alike-sub"><Ago at={each.last_message_at} /></span></span>
        ))}
      {talks.data && talks.data.items.length > 4 && <span className="alike-sub">{t("alike.moreTalks", { count: talks.data.items.length - 4 })}</span>}
    </span>
  );
}

function Search({ of, choose }: { of: Contact; choose: (contact: Contact) => void }) {
  const { t } = useWords();
  const [q, setQ] = useState("");
  const asked = useDeferredValue(q.trim());
  const { data, isPending, error, refetch } = useQuery({ queryKey: [...keys.contacts, "choice", asked, 12], queryFn: () => api.contacts.list({ q: asked || undefined, limit: 12 }) });
  const list = (data?.items ?? []).filter((each) => each.id !== of.id);
  return (
    <>
      <Input.Search autoFocus allowClear value={q} onChange={(event) => setQ(event.target.value)} aria-label={t("contacts.filter")} placeholder={t("contacts.filter")} />
      {isPending ? <Shimmer rows={5} height={36} />
        : error ? <Broken fault={asFault(error)} retry={() => void refetch()} />
        : list.length === 0 ? <p className="panel-none">{t("contacts.none", { q: asked })}</p>
        : (
          <ul className="alike-found" aria-label={t("alike.found")}>
            {list.map((each) => (
              <li key={each.id}>
                <button type="button" onClick={() => choose(each)}>
                  <b>{each.name || t("contact.nameless")}</b> <span className="alike-sub">{each.identities.filter((one) => one.kind !== "visitor").map((one) => one.value).slice(0, 3).join(" · ")}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
    </>
  );
}
