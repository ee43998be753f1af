import { MergeOutlined, TeamOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import type { Contact } from "../../api";
import type { ContactLinks, Reason } from "../../api/alike";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";
import { Because } from "./Because";
import MergeContacts from "./MergeContacts";
import { useParting } from "./useAlike";
import "./alike.css";

const shown = 3;

/** Who was merged into a contact, whom it was merged into, who may be the same, and who is not. */
export default function AlikeLines({ id, links }: { id: string; links: ContactLinks }) {
  const { t } = useWords();
  const may = useMe().permissions.includes("contact.merge");
  const { undo, apart, takeBack } = useParting();
  const [asked, setAsked] = useState<{ contact: Contact; because: Reason[]; score: number } | null>(null);
  const called = (contact: Contact) => contact.name || contact.identities.find((one) => one.kind !== "visitor")?.value || t("contact.nameless");
  return (
    <section className="alike" aria-label={t("alike.title")}>
      {links.merged_into && (
        <p className="alike-line">
          <MergeOutlined aria-hidden /> {t("alike.into")} <Link to="/contacts/$id" params={{ id: links.merged_into }}>{t("alike.openIt")}</Link>
          {may && <Button size="small" type="link" loading={undo.isPending} onClick={() => undo.mutate({ half: id, into: links.merged_into })}>{t("alike.undo")}</Button>}
        </p>
      )}
      {links.halves.length > 0 && (
        <ul>
          {links.halves.map((each) => (
            <li key={each.id} className="alike-line">
              <MergeOutlined aria-hidden /> {t("alike.from")} <Link to="/contacts/$id" params={{ id: each.id }}>{each.name || t("contact.nameless")}</Link>{" "}
              <span className="alike-sub">{t("alike.moved", { count: each.conversations })} · {each.by && `${each.by} · `}<Ago at={each.at} /></span>
              {each.can_undo && <Button size="small" type="link" aria-label={t("alike.undoOf", { name: each.name || t("contact.nameless") })} loading={undo.isPending && undo.variables.half === each.id} onClick={() => undo.mutate({ half: each.id, into: id })}>{t("alike.undo")}</Button>}
            </li>
          ))}
        </ul>
      )}
      {links.suggestions.length > 0 && (
        <ul>
          {links.suggestions.slice(0, shown).map((each) => {
            const name = called(each.contact);
            return (
              <li key={each.contact.id} className="alike-maybe">
                <p><TeamOutlined aria-hidden /> {t("alike.maybe")} <Link to="/contacts/$id" params={{ id: each.contact.id }}>{name}</Link></p>
                <p className="alike-sub"><Because score={each.score} because={each.because} /></p>
                {may && (
                  <div className="row-acts">
                    <Button size="small" aria-label={t("alike.compareWith", { name })} onClick={() => setAsked(each)}>{t("alike.compare")}</Button>
                    <Popconfirm title={t("alike.apartAsk")} description={t("alike.apartMeans")} okText={t("alike.apart")} cancelText={t("act.cancel")} onConfirm={() => apart.mutate({ one: id, other: each.contact.id })}>
                      <Button size="small" type="text">{t("alike.apart")}</Button>
                    </Popconfirm>
                  </div>
                )}
              </li>
            );
          })}
          {links.suggestions.length > shown && <li><Link to="/contacts/suggestions">{t("alike.more", { count: links.suggestions.length - shown })}</Link></li>}
        </ul>
      )}
      {links.apart.length > 0 && (
        <details className="alike-apart">
          <summary>{t("alike.apartList", { count: links.apart.length })}</summary>
          <ul>
            {links.apart.map((each) => {
              const other = each.contact.id;
              const name = called(each.contact);
              return (
                <li key={other} className="alike-line">
                  <Link to="/contacts/$id" params={{ id: other }}>{name}</Link>{" "}
                  <span className="alike-sub">{each.by && `${each.by} · `}<Ago at={each.at} /></span>
                  {each.can_take_back && <Button size="small" type="link" aria-label={t("alike.takeBackOf", { name })} loading={takeBack.isPending && takeBack.variables.other === other} onClick={() => takeBack.mutate({ one: id, other })}>{t("alike.takeBack")}</Button>}
                </li>
              );
            })}
          </ul>
        </details>
      )}
      {asked && <MergeContacts contact={id} suggested={asked.contact} score={asked.score} because={asked.because} close={() => setAsked(null)} />}
    </section>
  );
}
