import { PlusOutlined, TagOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../../api";
import { useWords } from "../../words";

const TagPicker = lazy(() => import("./TagPicker"));

export function TagEditor({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const picker = <Suspense fallback={<div style={{ width: 260, height: 34 }} />}><TagPicker conversation={conversation} /></Suspense>;
  return (
    <span className="tags">
      {conversation.tags.map((tag) => <Link key={tag} className="tag" to="/desk/$view" params={{ view: "all" }} search={{ c: conversation.id, tag }} title={t("tags.show", { tag })}>{tag}</Link>)}
      {conversation.can.tag && (
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={picker} placement="bottomLeft" destroyOnHidden>
          <Button size="small" type="text" icon={conversation.tags.length > 0 ? <PlusOutlined aria-hidden /> : <TagOutlined aria-hidden />} aria-label={conversation.tags.length > 0 ? t("tags.edit") : undefined}>
            {conversation.tags.length > 0 ? undefined : t("tags.add")}
          </Button>
        </Popover>
      )}
    </span>
  );
}
