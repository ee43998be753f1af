import { api, type Conversation } from "../../api";
import { useLive } from "../../live/LiveContext";
import { useWords } from "../../words";
import { FieldFrame } from "./FieldFrame";
import { FieldRows, type Needed } from "./FieldRows";

/** What the house wants to know about a conversation, some of it before it is resolved. */
export function ConversationFields({ conversation, needed }: { conversation: Conversation; needed: Needed }) {
  const { t } = useWords();
  const live = useLive();
  const save = async (fields: Conversation["fields"]) => live.changed(await api.conversations.change(conversation.id, { fields, version: conversation.version }));
  return (
    <FieldFrame object="conversation" frame="panel-block" title={t("fields.ofConversation")}>
      {(fields) => <FieldRows key={conversation.id} fields={fields} values={conversation.fields} may={conversation.can.change} save={save} needed={needed} />}
    </FieldFrame>
  );
}
