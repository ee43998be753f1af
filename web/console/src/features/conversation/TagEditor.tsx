import { PlusOutlined, TagOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Popover, Select } from "antd";
import { useState } from "react";
import { api, type Conversation } from "../../api";
import { offer } from "../../commands/command";
import { keys } from "../../live";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { setTags } from "./commands";

export function TagEditor({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const verb = useVerb();
  const [open, setOpen] = useState(false);
  const known = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, enabled: open, staleTime: 60_000 });
  const editor = (
    <Select
      mode="tags" autoFocus defaultOpen style={{ width: 260 }} aria-label={t("tags.edit")} placeholder={t("tags.placeholder")} value={conversation.tags}
      options={known.data?.items.map((each) => ({ value: each.name, label: each.name }))} tokenSeparators={[",", "，"]} notFoundContent={t("tags.none")}
      onChange={(tags: string[]) => offer(setTags, conversation, { tags: tags.map((each) => each.trim()).filter(Boolean) }, verb).run()}
    />
  );
  return (
    <span className="tags">
      {conversation.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)}
      {conversation.can.tag && (
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={editor} placement="bottomLeft" destroyOnHidden>
          <Button size="small" type="text" icon={conversation.tags.length > 0 ? <PlusOutlined /> : <TagOutlined />} aria-label={t("tags.edit")}>
            {conversation.tags.length > 0 ? undefined : t("tags.add")}
          </Button>
        </Popover>
      )}
    </span>
  );
}
