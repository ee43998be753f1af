import { EditOutlined, EyeOutlined } from "@ant-design/icons";
import { useOthers } from "../../live";
import { useWords } from "../../words";

const nobody: never[] = [];

/** Colleagues at the same conversation, so that no two answer it. */
export function Beside({ conversation, me }: { conversation: string; me: string }) {
  const { t } = useWords();
  const viewing = useOthers((others) => others.viewing[conversation] ?? nobody).filter((each) => each.id !== me);
  const typing = useOthers((others) => others.typing[conversation] ?? nobody).filter((each) => each.kind === "staff" && each.id !== me);
  const names = (people: { name: string }[]) => people.slice(0, 3).map((each) => each.name).join(t("list.and"));
  return (
    <span className="beside" aria-live="polite">
      {typing.length > 0 && <span className="is-late"><EditOutlined aria-hidden /> {t("beside.typing", { names: names(typing) })}</span>}
      {typing.length === 0 && viewing.length > 0 && <span><EyeOutlined aria-hidden /> {t("beside.viewing", { names: names(viewing) })}</span>}
    </span>
  );
}
