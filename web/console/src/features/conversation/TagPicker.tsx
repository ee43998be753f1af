import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api, type Conversation } from "../../api";
import { offer } from "../../commands/command";
import { keys } from "../../live";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { setTags } from "./commands";

/** Chooses among the known tags, or writes a new one. Fetched when opened. */
export default function TagPicker({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const verb = useVerb();
  const known = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, staleTime: 60_000 });
  return (
    <Select
      mode="tags" autoFocus defaultOpen style={{ width: 260 }} aria-label={t("tags.edit")} placeholder={t("tags.placeholder")} value={conversation.tags}
      options={known.data?.items.map((each) => ({ value: each.tag, label: each.tag }))} tokenSeparators={[",", "\uff0c"]} notFoundContent={t("tags.none")}
      onChange={(tags: string[]) => offer(setTags, conversation, { tags: tags.map((each) => each.trim()).filter(Boolean) }, verb).run()}
    />
  );
}
