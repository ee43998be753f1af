import { StarFilled } from "@ant-design/icons";
import { memo } from "react";
import type { Conversation } from "../../api";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { useWords } from "../../words";
import { AwayMark } from "./AwayMark";
import { BecauseLine } from "./BecauseLine";
import { ChannelIcon } from "./ChannelIcon";
import { GistMark } from "./GistMark";

interface Props { conversation: Conversation; chosen: boolean; me: string; onOpen: (id: string) => void; selected?: boolean; selecting?: boolean; onSelect?: (id: string, range: boolean) => void }

/** Who, what, how long, why here. */
export const ConversationRow = memo(function ConversationRow({ conversation: it, chosen, me, onOpen, selected = false, selecting = false, onSelect }: Props) {
  const { t, locale } = useWords();
  const name = it.contact.name || t("contact.nameless");
  const waits = it.state === "open" && it.waiting_since !== null;
  return (
    <button
      type="button" role="option" aria-selected={chosen} tabIndex={-1} id={`row-${it.id}`} data-number={it.number}
      className={`row${chosen ? " is-chosen" : ""}${waits ? " is-waiting" : ""}${selected ? " is-selected" : ""}`}
      onClick={(event) => (onSelect && (event.shiftKey || event.metaKey || event.ctrlKey) ? onSelect(it.id, event.shiftKey) : onOpen(it.id))}
    >
      <span className={`row-face${selecting ? " is-selecting" : ""}`} onClick={(event) => { if (!onSelect) return; event.stopPropagation(); onSelect(it.id, event.shiftKey); }}>
        <Avatar name={name} size={30} />
        <span className={`row-check${selected ? " is-on" : ""}`} aria-hidden />
      </span>
      {selected && <span className="sr">{t("row.selected")}</span>}
      <span className="row-main">
        <span className="row-line">
          <span className="row-name">{name}</span>
          {it.contact.tier === "vip" && <StarFilled className="vip" title={t("tier.vip")} aria-label={t("tier.vip")} />}
          <span className="row-number num">#{it.number}</span>
          <Ago at={it.last_message_at} className="row-time num" />
        </span>
        <span className="row-line row-what">
          {it.subject && it.subject !== it.preview && <span className="row-subject">{it.subject}</span>}
          <span className="row-preview">
            {it.last_message_kind === "reply" && <span className="row-us">{t("row.us")}</span>}
            {it.last_message_kind === "note" && <span className="row-us">{t("row.note")}</span>}
            {it.preview || t("row.nothing")}
          </span>
        </span>
        <span className="row-line row-why">
          <ChannelIcon kind={it.channel.kind} />
          {it.status && <span className={`status is-${it.status.color}`}>{locale === "en" ? it.status.name_en : it.status.name_zh}</span>}
          <BecauseLine conversation={it} />
          <GistMark gist={it.gist} />
          {(it.priority === "urgent" || it.priority === "high") && <span className={`priority is-${it.priority}`}>{t(`priority.${it.priority}`)}</span>}
          <span className="row-tags">{it.tags.slice(0, 1).map((tag) => <span key={tag} className="tag">{tag}</span>)}{it.tags.length > 1 && <span className="tag num" title={it.tags.join(", ")}>+{it.tags.length - 1}</span>}</span>
          <span className="row-who">
            {it.assignee === null ? (it.state === "open" && <span className="row-nobody">{t("row.nobody")}</span>) : it.assignee.id === me ? t("row.mine") : <><AwayMark staff={it.assignee.id} />{it.assignee.name}</>}
          </span>
        </span>
      </span>
    </button>
  );
});
