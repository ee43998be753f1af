import { CloseOutlined, FilterOutlined, TagOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { api } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { ChannelIcon } from "./ChannelIcon";

export interface Filter { tag?: string; channel?: string }

interface Props { filter: Filter; onFilter: (filter: Filter) => void }

const mostTags = 40;

function useChannelNames(enabled: boolean) {
  return useQuery({ queryKey: keys.channels, queryFn: api.channels.list, enabled, staleTime: 60_000 });
}

/** Narrows a list to one tag, one channel, or both. */
export function FilterMenu({ filter, onFilter }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  const tags = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, enabled: open, staleTime: 60_000 });
  const channels = useChannelNames(open);
  const part = wanted.trim().toLowerCase();
  const items: MenuProps["items"] = [
    {
      type: "group", key: "tags", label: t("filter.tags"),
      children: (tags.data?.items ?? []).filter((each) => each.tag.toLowerCase().includes(part)).slice(0, mostTags).map((each) => ({
        key: `tag:${each.tag}`, icon: <TagOutlined aria-hidden />, label: <span className="menu-pair">{each.tag}<em className="num">{each.count}</em></span>,
      })),
    },
    {
      type: "group", key: "channels", label: t("filter.channels"),
      children: (channels.data?.items ?? []).filter((each) => each.name.toLowerCase().includes(part)).map((each) => ({ key: `channel:${each.id}`, icon: <ChannelIcon kind={each.kind} />, label: each.name })),
    },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const at = key.indexOf(":");
    onFilter({ ...filter, [key.slice(0, at)]: key.slice(at + 1) });
  };
  const chosen = [filter.tag && `tag:${filter.tag}`, filter.channel && `channel:${filter.channel}`].filter((each) => each !== undefined);
  return (
    <Dropdown
      trigger={["click"]} placement="bottomRight" menu={{ items, onClick: choose, selectedKeys: chosen as string[], className: "menu-scroll" }}
      onOpenChange={(now) => { setOpen(now); setWanted(""); }}
      popupRender={(menu) => (
        <div className="popup">
          <input className="popup-filter" aria-label={t("filter.find")} placeholder={t("filter.find")} value={wanted} onChange={(event) => setWanted(event.target.value)} onKeyDown={(event) => event.stopPropagation()} />
          {menu}
        </div>
      )}
    >
      <Button type="text" size="small" className="list-sort" icon={<FilterOutlined aria-hidden />} aria-label={t("filter.label")} title={t("filter.label")} />
    </Dropdown>
  );
}

/** What a list is narrowed to, each to be taken away by itself. */
export function FilterChips({ filter, onFilter }: Props) {
  const { t } = useWords();
  const channels = useChannelNames(Boolean(filter.channel));
  if (!filter.tag && !filter.channel) return null;
  const channel = channels.data?.items.find((each) => each.id === filter.channel);
  return (
    <div className="chips" role="group" aria-label={t("filter.label")}>
      {filter.tag && <Chip name={t("filter.tag", { tag: filter.tag })} clear={() => onFilter({ ...filter, tag: undefined })} />}
      {filter.channel && <Chip name={t("filter.channel", { channel: channel?.name ?? "…" })} clear={() => onFilter({ ...filter, channel: undefined })} />}
    </div>
  );
}

function Chip({ name, clear }: { name: string; clear: () => void }) {
  const { t } = useWords();
  return <button type="button" className="chip" aria-label={t("filter.clear", { name })} title={t("filter.clear", { name })} onClick={clear}><span>{name}</span><CloseOutlined aria-hidden /></button>;
}
