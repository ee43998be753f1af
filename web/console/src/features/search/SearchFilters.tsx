import { CloseOutlined, DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { api } from "../../api";
import { organisations } from "../../api/organisations";
import { keys } from "../../live";
import { has, useWords } from "../../words";
import { withFilter, withoutFilter, type FilterKey, type Known, type Question, type Typed } from "./rules";

interface Props { text: string; question: Question; known: Known; onText: (text: string) => void }

type Menu = Exclude<FilterKey, "from" | "to" | "number"> | "time";
const menus: Menu[] = ["state", "assignee", "team", "tag", "organisation", "channel", "kind", "has", "time"];
const spells = ["1d", "7d", "30d", "365d"] as const;
const mostTags = 60;

/** The filters of a search: what is chosen, and what more there is to choose. All
 * of it stands in the text of the box, so it can be typed, seen and shared. */
export function SearchFilters({ text, question, known, onText }: Props) {
  const { t } = useWords();
  const clearAll = () => onText(question.filters.reduce((left, each) => withoutFilter(left, each), text));
  return (
    <div className="search-filters" role="group" aria-label={t("search.filters")} title={t("search.typeHint")}>
      {question.filters.map((each, at) => <Chosen key={at} filter={each} known={known} clear={() => onText(withoutFilter(text, each))} />)}
      {menus.map((each) => <Choice key={each} menu={each} known={known} add={(key, word) => onText(withFilter(text, t(`search.word.key.${key}`), word))} t={t} />)}
      {question.filters.length > 1 && <Button size="small" type="link" onClick={clearAll}>{t("search.clearAll")}</Button>}
    </div>
  );
}

function Chosen({ filter, known, clear }: { filter: Typed; known: Known; clear: () => void }) {
  const { t } = useWords();
  const name = `${t(`search.by.${filter.key}`)}${t("search.colon")}${valueName(t, filter, known)}`;
  return <button type="button" className="chip" aria-label={t("search.clear", { name })} title={t("search.clear", { name })} onClick={clear}><span>{name}</span><CloseOutlined aria-hidden /></button>;
}

type T = ReturnType<typeof useWords>["t"];

function valueName(t: T, { key, value }: Typed, known: Known): string {
  const named = (list: Known["staff"]) => list.find((each) => each.id === value)?.name ?? value;
  switch (key) {
    case "state": return t(`state.${value}`);
    case "assignee": return value === "me" ? t("search.me") : value === "none" ? t("search.nobody") : named(known.staff);
    case "team": return value === "mine" ? t("search.mine") : value === "none" ? t("search.noTeam") : named(known.teams);
    case "channel": return named(known.channels);
    case "kind": return t(`search.kind.${value}`);
    case "has": return t("search.attachment");
    case "number": return `#${value}`;
    case "from": return has(`search.ago.${value}`) ? t(`search.ago.${value}`) : value;
    default: return value;
  }
}

function Choice({ menu, known, add, t }: { menu: Menu; known: Known; add: (key: FilterKey, word: string) => void; t: T }) {
  const [open, setOpen] = useState(false);
  const tags = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, enabled: open && menu === "tag", staleTime: 60_000 });
  const bodies = useQuery({ queryKey: [...keys.organisations, "choice", ""], queryFn: () => organisations.list({ limit: mostTags }), enabled: open && menu === "organisation", staleTime: 60_000 });
  // What a click writes is what one would type oneself, in one's own language.
  const word = (key: string, value: string) => t(`search.word.${key}.${value}`);
  const of = (values: string[], label: (value: string) => string) => values.map((value) => ({ key: word(menu, value), label: label(value) }));
  const names = (list: Known["staff"]) => list.map((each) => ({ key: each.name, label: each.name }));
  const items = (): NonNullable<MenuProps["items"]> => {
    switch (menu) {
      case "state": return of(["open", "waiting", "snoozed", "resolved"], (value) => t(`state.${value}`));
      case "assignee": return [...of(["me", "none"], (value) => t(value === "me" ? "search.me" : "search.nobody")), { type: "divider" }, ...names(known.staff)];
      case "team": return [...of(["mine", "none"], (value) => t(value === "mine" ? "search.mine" : "search.noTeam")), { type: "divider" }, ...names(known.teams)];
      case "tag": return (tags.data?.items ?? []).slice(0, mostTags).map((each) => ({ key: each.tag, label: <span className="menu-pair">{each.tag}<em className="num">{each.count}</em></span> }));
      case "organisation": return names(bodies.data?.items ?? []);
      case "channel": return names(known.channels);
      case "kind": return of(["inbound", "reply", "note"], (value) => t(`search.kind.${value}`));
      case "has": return of(["attachment"], () => t("search.attachment"));
      case "time": return spells.map((each) => ({ key: each, label: t(`search.ago.${each}`) }));
    }
  };
  const choose = (key: FilterKey, value: string) => {
    add(key, value);
    setOpen(false);
  };
  const list = items();
  const day = (key: "from" | "to") => (
    <label className="popup-day">{t(`search.${key}Day`)}
      <input type="date" onChange={(event) => { if (event.target.valueAsDate && event.target.value >= "2000") choose(key, event.target.value); }} onKeyDown={(event) => event.stopPropagation()} />
    </label>
  );
  return (
    <Dropdown
      trigger={["click"]} open={open} onOpenChange={setOpen}
      menu={{ items: list.length > 0 ? list : [{ key: "", label: t("search.nothing"), disabled: true }], className: "menu-scroll", onClick: ({ key }) => choose(menu === "time" ? "from" : menu, key) }}
      popupRender={(rendered) => (menu === "time" ? <div className="popup">{rendered}{day("from")}{day("to")}</div> : rendered)}
    >
      <Button size="small" className="search-choice" aria-label={t("search.addFilter", { name: t(`search.by.${menu}`) })}>{t(`search.by.${menu}`)}<DownOutlined aria-hidden /></Button>
    </Dropdown>
  );
}
