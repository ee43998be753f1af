import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, asFault, type Contact, type ContactNote } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./belonging.css";

const mostCharacters = 5000;

/** What colleagues know about somebody. */
export default function ContactNotes({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [editing, setEditing] = useState<ContactNote | null>(null);
  const [busy, setBusy] = useState(false);
  const key = [...keys.contact(contact.id), "notes"];
  const query = useInfiniteQuery({ queryKey: key, queryFn: ({ pageParam }) => api.contacts.notes(contact.id, pageParam), initialPageParam: "", getNextPageParam: (page) => page.next || undefined });
  const does = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      setText("");
      setEditing(null);
      await client.invalidateQueries({ queryKey: key });
    } catch (cause) {
      say.bad(faultWords(t, asFault(cause)));
    } finally {
      setBusy(false);
    }
  };
  const drop = (note: ContactNote) => askFirst({ title: t("belonging.dropNote"), content: t("belonging.dropNoteMeans"), okText: t("belonging.drop"), cancelText: t("act.cancel"), okButtonProps: { danger: true }, onOk: () => does(() => api.contacts.dropNote(contact.id, note.id)) });
  const save = () => does(() => (editing ? api.contacts.changeNote(contact.id, editing.id, text) : api.contacts.addNote(contact.id, text, crypto.randomUUID())));
  if (query.isPending) return <Shimmer rows={2} height={20} />;
  if (query.isError) return <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const notes = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      {contact.can.change && (
        <div className="notes-write">
          <Input.TextArea aria-label={t(editing ? "belonging.rewrite" : "belonging.write")} placeholder={t("belonging.write")} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={mostCharacters} value={text} onChange={(event) => setText(event.target.value)} />
          {(text.trim() !== "" || editing) && (
            <div className="row-acts">
              <Button size="small" type="primary" loading={busy} disabled={text.trim() === ""} onClick={() => void save()}>{t(editing ? "act.save" : "belonging.saveNote")}</Button>
              <Button size="small" onClick={() => { setEditing(null); setText(""); }}>{t("act.cancel")}</Button>
            </div>
          )}
        </div>
      )}
      {notes.length === 0 && <p className="panel-none">{t("belonging.noNotes")}</p>}
      <ul className="notes">
        {notes.map((note) => (
          <li key={note.id}>
            <p className="notes-text">{note.text}</p>
            <p className="notes-by">
              <span>{note.by.name || t("belonging.formerly")}</span><Ago at={note.created_at} />{note.edited_at && <span>{t("belonging.edited")}</span>}
              {note.can.change && <button type="button" className="link" onClick={() => { setEditing(note); setText(note.text); }}>{t("act.edit")}</button>}
              {note.can.delete && <button type="button" className="link" onClick={() => drop(note)}>{t("belonging.drop")}</button>}
            </p>
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}
