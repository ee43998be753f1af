import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { asFault, isDenied } from "../../api";
import { isOwn, type Sort, type View } from "../../live/rules";
import { useSelection } from "./selection";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { FilterChips, FilterMenu, type Filter } from "./FilterMenu";
import { ConversationRow } from "./ConversationRow";
import type { useWindow } from "./useWindow";

const rowHeight = 84;

interface Props {
  view: View;
  title: string;
  narrow?: ReactNode;
  below?: ReactNode;
  window: ReturnType<typeof useWindow>;
  chosen: string;
  count: number | string | undefined;
  head?: ReactNode;
  acts?: ReactNode;
  onFilter: (filter: Filter) => void;
  emptyActs?: ReactNode;
  onOpen: (id: string) => void;
  onSort: (sort: Sort) => void;
}

/** The list of a view, however long: only what is visible is drawn. */
export function ConversationList({ view, title, narrow, below, window, chosen, count, head, acts, emptyActs, onOpen, onSort, onFilter }: Props) {
  const { t } = useWords();
  const filter = { tag: view.tag, channel: view.channel };
  const newestFirst = view.sort !== "last_message_at";
  return (
    <section className="list" aria-label={title}>
      <header className="list-head">
        {head}
        <h1>{title}</h1>
        <span className="list-count num">{count ?? ""}</span>
        {narrow}
        <FilterMenu filter={filter} onFilter={onFilter} />
        <Button type="text" size="small" className="list-sort" title={t(newestFirst ? "list.newestFirst" : "list.oldestFirst")} icon={newestFirst ? <ArrowDownOutlined aria-hidden /> : <ArrowUpOutlined aria-hidden />} onClick={() => onSort(newestFirst ? "last_message_at" : "-last_message_at")}>
          {t(newestFirst ? "list.newestFirst" : "list.oldestFirst")}
        </Button>
        {acts}
      </header>
      <FilterChips filter={filter} onFilter={onFilter} />
      <Rows view={view} window={window} chosen={chosen} onOpen={onOpen} emptyActs={emptyActs} clear={() => onFilter({})} />
      {below}
    </section>
  );
}

function Rows({ view, window: { query, more, moreFault }, chosen, onOpen, emptyActs, clear }: Pick<Props, "view" | "window" | "chosen" | "onOpen" | "emptyActs"> & { clear: () => void }) {
  const { t } = useWords();
  const scroll = useRef<HTMLDivElement>(null);
  const items = query.data?.items ?? [];
  const selection = useSelection();
  const virtual = useVirtualizer({
    count: items.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 8,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  const hasMore = Boolean(query.data?.next);
  useEffect(() => {
    if (hasMore && last >= items.length - 15) void more();
  }, [hasMore, last, items.length, more]);

  const at = items.findIndex((each) => each.id === chosen);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
    // Only when another one is chosen or the list has just come: live news must not move it.
  }, [chosen, query.isPending]);

  if (query.isPending) return <Shimmer rows={9} height={58} gap={22} />;
  if (query.isError && !query.data) {
    return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} what={t("list.broken")} />;
  }
  if (items.length === 0 && (view.tag || view.channel)) return <Empty title={t("filter.none")} why={t("filter.noneWhy")}><Button onClick={clear}>{t("filter.clearAll")}</Button></Empty>;
  if (items.length === 0) return <Empty title={t(emptyTitle(view))} why={t(emptyWhy(view))}>{emptyActs}</Empty>;
  return (
    <div className="list-scroll" ref={scroll} role="listbox" data-keys tabIndex={0} aria-label={t("list.label")} aria-activedescendant={at >= 0 ? `row-${chosen}` : undefined}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {drawn.map((row) => {
          const conversation = items[row.index];
          return conversation && (
            <div key={row.key} role="presentation" style={{ position: "absolute", insetInline: 0, height: rowHeight, transform: `translateY(${row.start}px)` }}>
              <ConversationRow conversation={conversation} chosen={conversation.id === chosen} me={view.me} onOpen={onOpen} selected={selection.all || selection.ids.has(conversation.id)} selecting={selection.all || selection.ids.size > 0} onSelect={(id, range) => selection.toggle(id, range ? items.map((each) => each.id) : undefined)} />
            </div>
          );
        })}
      </div>
      {moreFault && <p className="list-more">{faultWords(t, moreFault)} <Button size="small" onClick={() => void more()}>{t("face.retry")}</Button></p>}
    </div>
  );
}

const emptyTitle = (view: View) => `empty.${isOwn(view) ? view.key : "saved"}.title`;
const emptyWhy = (view: View) => `empty.${isOwn(view) ? view.key : "saved"}.why`;
