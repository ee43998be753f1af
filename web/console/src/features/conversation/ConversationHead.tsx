import { CheckOutlined, MoreOutlined, QuestionCircleOutlined, UndoOutlined } from "@ant-design/icons";
import { StarFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, type MenuProps } from "antd";
import type { ReactNode } from "react";
import { api, type Conversation, type Priority } from "../../api";
import { keys } from "../../live";
import { offer, type Offer } from "../../commands/command";
import { CommandButton } from "../../commands/CommandButton";
import { useVerb } from "../../live/verb";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { AssignMenu } from "./AssignMenu";
import { BecauseLine } from "./BecauseLine";
import { ChannelIcon } from "./ChannelIcon";
import { setPriority, setStatus } from "./commands";
import { SnoozeMenu } from "./SnoozeMenu";
import { SubjectLine } from "./SubjectLine";
import { TagEditor } from "./TagEditor";

interface Props {
  conversation: Conversation;
  me: string;
  offers: { resolve: Offer; reopen: Offer; remove: Offer; merge?: Offer; split?: Offer; sort?: Offer; ask?: Offer; hold?: () => void };
  before?: ReactNode;
  after?: ReactNode;
}

const priorities: Priority[] = ["low", "normal", "high", "urgent"];

/** Who it is, why it stands here, and what can be done with it as a whole. */
export function ConversationHead({ conversation: it, me, offers, before, after }: Props) {
  const { t, locale } = useWords();
  const verb = useVerb();
  const statuses = useQuery({ queryKey: keys.statuses, queryFn: api.statuses.list, staleTime: 10 * 60_000 });
  const own = (statuses.data?.items ?? []).filter((each) => each.active && each.state !== "snoozed"); // that one needs a time
  const items: MenuProps["items"] = [
    {
      key: "priority", label: t("command.conversation.priority"), disabled: !it.can.change,
      children: priorities.map((each) => ({ key: `priority:${each}`, label: t(`priority.${each}`), disabled: each === it.priority })),
    },
    ...(own.length > 0 ? [{
      key: "status", label: t("command.conversation.status"), disabled: !it.can.change,
      children: [...own.map((each) => ({ key: `status:${each.id}`, label: locale === "en" ? each.name_en : each.name_zh, disabled: each.id === it.status?.id })), { key: "status:", label: t("conversation.noStatus"), disabled: !it.status }],
    }] : []),
    ...(offers.ask?.enabled ? [{ key: "ask", label: `${t("command.help.ask")}…` }] : []),
    ...(offers.merge?.enabled ? [{ key: "merge", label: `${t("command.conversation.merge")}…` }] : []),
    ...(offers.split?.enabled ? [{ key: "split", label: `${t("command.conversation.split")}…` }] : []),
    ...(offers.sort?.enabled ? [{ key: "sort", label: `${t("command.topic.correct")}…` }] : []),
    ...(offers.hold ? [{ key: "hold", label: `${t("hold.title")}…` }] : []),
    { key: "link", label: t("conversation.copyLink") },
    ...(it.can.delete ? [{ type: "divider" as const }, { key: "delete", danger: true, label: t("command.conversation.delete") }] : []),
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    if (key === "delete") offers.remove.run();
    else if (key === "ask") offers.ask?.run();
    else if (key === "merge") offers.merge?.run();
    else if (key === "split") offers.split?.run();
    else if (key === "sort") offers.sort?.run();
    else if (key === "hold") offers.hold?.();
    else if (key === "link") void navigator.clipboard.writeText(location.href).then(() => say.done(t("act.copied")), () => undefined);
    else if (key.startsWith("status:")) offer(setStatus, it, { status: key.slice("status:".length) }, verb).run();
    else offer(setPriority, it, { priority: key.split(":")[1] as Priority }, verb).run();
  };
  const name = it.contact.name || t("contact.nameless");
  const Title = before ? "h1" : "h2"; // alone on a phone it is the page's own heading
  return (
    <header className="talk-head">
      <div className="talk-head-top">
        {before}
        <Title className="talk-name">
          <span className="talk-who" title={name}>{name}</span>
          {it.contact.tier === "vip" && <span className="vip-badge"><StarFilled aria-hidden /> {t("tier.vip")}</span>}
        </Title>
        <span className="talk-number num">#{it.number}</span>
        <span className="talk-acts">
          <AssignMenu conversation={it} me={me} />
          <SnoozeMenu conversation={it} />
          {it.state === "resolved"
            ? <CommandButton offer={offers.reopen} size="small" className="talk-end" icon={<UndoOutlined aria-hidden />} />
            : <CommandButton offer={offers.resolve} size="small" className="talk-end" icon={<CheckOutlined aria-hidden />} />}
          {offers.ask?.enabled && <CommandButton offer={offers.ask} size="small" type="text" className="talk-ask" icon={<QuestionCircleOutlined aria-hidden />} short />}
          <Dropdown trigger={["click"]} menu={{ items, onClick: choose }}>
            <Button size="small" type="text" icon={<MoreOutlined aria-hidden />} aria-label={t("act.more")} />
          </Dropdown>
          {after}
        </span>
      </div>
      <div className="talk-head-bottom">
        <span className="talk-number is-below num" aria-hidden>#{it.number}</span>
        <SubjectLine conversation={it} />
        <span className={`state is-${it.state}`}>{t(`state.${it.state}`)}</span>
        {it.status && <span className={`status is-${it.status.color}`}>{locale === "en" ? it.status.name_en : it.status.name_zh}</span>}
        <BecauseLine conversation={it} beside />
        {it.priority !== "normal" && <span className={`priority is-${it.priority}`}>{t(`priority.${it.priority}`)}</span>}
        <span className="talk-channel" title={it.channel.name}><ChannelIcon kind={it.channel.kind} /><span>{it.channel.name}</span></span>
        <TagEditor conversation={it} />
      </div>
    </header>
  );
}
