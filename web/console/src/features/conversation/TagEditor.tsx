import { PlusOutlined, TagOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../../api";
import { useWords } from "../../words";

const TagPicker = lazy(() => import("./TagPicker"));

const shown = 2;

/** The first tags, and a button that tells how many more there are and opens them
 * all; where there is no room, the button alone. Who may only read them sees them all. */
export function TagEditor({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const count = conversation.tags.length;
  const picker = <Suspense fallback={<div style={{ width: 260, height: 34 }} />}><TagPicker conversation={conversation} /></Suspense>;
  return (
    <span className={conversation.can.tag ? "tags" : "tags tags-read"}>
      {conversation.tags.slice(0, conversation.can.tag ? shown : count).map((tag) => <Link key={tag} className="tag" to="/desk/$view" params={{ view: "all" }} search={{ c: conversation.id, tag }} title={t("tags.show", { tag })}>{tag}</Link>)}
      {conversation.can.tag && (
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={picker} placement="bottomLeft" destroyOnHidden>
          <Button size="small" type="text" title={conversation.tags.join(" · ") || undefined}>
            <span className="sr">{t(count > 0 ? "tags.edit" : "tags.add")}</span>
            {count > 0 && <span className="tags-more num" aria-hidden>{count > shown ? `+${count - shown}` : <PlusOutlined aria-hidden />}</span>}
            <span className={count > 0 ? "tags-all num" : "tags-none"} aria-hidden><TagOutlined aria-hidden /> {count > 0 ? count : <span>{t("tags.add")}</span>}</span>
          </Button>
        </Popover>
      )}
    </span>
  );
}
