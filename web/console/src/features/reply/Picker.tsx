import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { TeamOutlined } from "@ant-design/icons";
import { api, type CannedReply } from "../../api";
import { keys } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { Avatar } from "../../ui/Avatar";
import { initials } from "../../ui/pinyin";
import { useWords } from "../../words";

export interface Choice { key: string; label: ReactNode; pick: () => void }

/** `stale` while the choices still answer what was typed before. */
interface Choices { choices: Choice[]; pending: boolean; stale: boolean }

const most = 8;

/** Canned replies that fit what is typed behind the slash. */
export function useCanned(q: string | null, pick: (canned: CannedReply) => void): Choices {
  const { locale } = useWords();
  const query = useQuery({
    queryKey: keys.cannedSearch(q ?? ""), queryFn: ({ signal }) => api.cannedReplies.list({ q: q ?? "", limit: most }, signal),
    enabled: q !== null, staleTime: 30_000, placeholderData: (before) => before,
  });
  const choices = (query.data?.items ?? []).map((each) => ({
    key: each.id, pick: () => pick(each),
    label: (
      <>
        <span className="picker-name">{each.title}</span>
        {each.shortcut && <code>/{each.shortcut}</code>}
        <span className="picker-more">{(each.texts[locale] ?? Object.values(each.texts)[0])?.text}</span>
      </>
    ),
  }));
  return { choices, pending: query.isPending, stale: query.isPlaceholderData };
}

/** Colleagues and teams: by name, by address, or by the first sounds of a name. */
export function useColleagues(q: string | null, pick: (who: string, name: string) => void): Choices {
  const staff = useStaff();
  const teams = useTeams();
  const choices = useMemo(() => {
    if (q === null) return [];
    const part = q.toLowerCase();
    const fits = (name: string, more = "") => name.toLowerCase().includes(part) || more.toLowerCase().startsWith(part) || initials(name).includes(part);
    const people: Choice[] = (staff.data?.items ?? []).filter((each) => each.state === "active" && fits(each.name, each.email)).map((each) => ({
      key: each.id, pick: () => pick(`staff:${each.id}`, each.name),
      label: <><Avatar name={each.name} size={20} /><span className="picker-name">{each.name}</span><span className="picker-more">{each.email}</span></>,
    }));
    const groups: Choice[] = (teams.data?.items ?? []).filter((each) => fits(each.name)).map((each) => ({
      key: each.id, pick: () => pick(`team:${each.id}`, each.name),
      label: <><TeamOutlined aria-hidden /><span className="picker-name">{each.name}</span><span className="picker-more num">{each.members.length}</span></>,
    }));
    return [...people, ...groups].slice(0, most);
  }, [pick, q, staff.data, teams.data]);
  return { choices, pending: staff.isPending, stale: false };
}

/** The list above the text. The caret stays where it is. */
export function Picker({ id, label, choices, chosen, empty, onChosen }: { id: string; label: string; choices: Choice[]; chosen: number; empty: string; onChosen: (at: number) => void }) {
  return (
    <ul id={id} role="listbox" aria-label={label} className="picker">
      {choices.map((each, at) => (
        <li
          key={each.key} id={`${id}-${at}`} role="option" aria-selected={at === chosen} ref={(row) => { if (at === chosen) row?.scrollIntoView({ block: "nearest" }); }}
          onPointerMove={() => onChosen(at)} onMouseDown={(event) => event.preventDefault()} onClick={each.pick}
        >{each.label}</li>
      ))}
      {choices.length === 0 && <li role="option" aria-selected={false} aria-disabled className="picker-none">{empty}</li>}
    </ul>
  );
}
