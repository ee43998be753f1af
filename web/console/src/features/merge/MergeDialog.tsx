import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Modal, Radio } from "antd";
import { useDeferredValue, useState } from "react";
import { api, asFault, type Conversation } from "../../api";
import { useOnce } from "../../api/useOnce";
import { useVerb } from "../../live/verb";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { merge } from "./commands";
import { warnings } from "./rules";
import "./merge.css";

interface Props {
  /** One, for which the other is looked for; or all that are to become one. */
  conversations: Conversation[];
  suggested?: Conversation;
  close: () => void;
  done: (survivor: Conversation) => void;
}

/** Which conversations become one, and which of them stands for all. */
export default function MergeDialog({ conversations, suggested, close, done }: Props) {
  const { t } = useWords();
  const verb = useVerb();
  const once = useOnce();
  const [q, setQ] = useState("");
  const [other, setOther] = useState<Conversation | undefined>(suggested);
  const [into, setInto] = useState("");
  const [busy, setBusy] = useState(false);
  const alone = conversations.length === 1;
  const all = other ? [...conversations, other] : conversations;
  const survivor = all.find((each) => each.id === into) ?? (alone ? other : all[0]);
  const told = survivor ? warnings(all, survivor) : [];
  const go = () => {
    if (!survivor || all.length < 2) return;
    setBusy(true);
    const work = Promise.resolve(merge.run(all, { into: survivor.id, once: once([all.map((each) => each.id), survivor.id]) }));
    verb(work);
    work.then(() => { done(survivor); close(); }, () => setBusy(false));
  };
  return (
    <Modal
      open title={t("merge.title")} onCancel={close} width={720} okText={t("command.conversation.merge")} cancelText={t("act.cancel")}
      okButtonProps={{ disabled: all.length < 2, loading: busy }} onOk={go} destroyOnHidden
    >
      {alone && (
        <>
          <Input.Search value={q} onChange={(event) => setQ(event.target.value)} placeholder={t("merge.search")} aria-label={t("merge.search")} allowClear autoFocus />
          {!other && <Candidates q={q} of={conversations[0]!} choose={setOther} />}
        </>
      )}
      {all.length > 1 && (
        <Radio.Group className="merge-sides" value={survivor?.id} onChange={(event) => setInto(event.target.value as string)} aria-label={t("merge.which")}>
          {all.map((each) => (
            <Radio key={each.id} value={each.id} className={`merge-side${each.id === survivor?.id ? " is-survivor" : ""}`}>
              <Side conversation={each} />
              <em>{each.id === survivor?.id ? t("merge.stays") : t("merge.goes", { number: survivor?.number ?? "" })}</em>
            </Radio>
          ))}
        </Radio.Group>
      )}
      {alone && other && <Button type="link" size="small" onClick={() => setOther(undefined)}>{t("merge.another")}</Button>}
      {told.map((each) => <Alert key={each.code} type="warning" showIcon title={t(`merge.warn.${each.code}`, each.values)} className="merge-warning" />)}
      <p className="merge-means">{t("merge.means")}</p>
    </Modal>
  );
}

function Side({ conversation: it }: { conversation: Conversation }) {
  const { t } = useWords();
  return (
    <span className="merge-card">
      <b>{it.contact.name || t("contact.nameless")} <span className="num">#{it.number}</span></b>
      <span>{it.subject}</span>
      <span className="merge-sub">{it.channel.name} · {t(`state.${it.state}`)} · {t("merge.count", { count: it.message_count })} · <Ago at={it.last_message_at} /></span>
      <span className="merge-preview">{it.preview}</span>
    </span>
  );
}

function Candidates({ q, of, choose }: { q: string; of: Conversation; choose: (it: Conversation) => void }) {
  const { t } = useWords();
  const asked = useDeferredValue(q.trim());
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ["merge", of.id, asked],
    queryFn: ({ signal }) => api.conversations.list(asked ? { q: asked, limit: 12 } : { contact: of.contact.id, limit: 12 }, signal),
  });
  if (isPending) return <Shimmer rows={4} height={40} />;
  if (error) return <Broken fault={asFault(error)} retry={() => void refetch()} />;
  const list = data.items.filter((each) => each.id !== of.id);
  if (list.length === 0) return <p className="merge-none">{asked ? t("merge.none", { q: asked }) : t("merge.noOther")}</p>;
  return (
    <ul className="merge-list" aria-label={t("merge.found")}>
      {list.map((each) => <li key={each.id}><button type="button" onClick={() => choose(each)}><Side conversation={each} /></button></li>)}
    </ul>
  );
}
