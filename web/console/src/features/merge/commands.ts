import { api, type Conversation } from "../../api";
import { command } from "../../commands/command";

const may = (conversation: Conversation) => Boolean(conversation.can.merge) && !conversation.merged_into;

/** Merges what is given into one of them; `once` keeps a repeated press from doing it twice. */
export const merge = command<Conversation[], { into: string; once: string }>({
  name: "conversation.merge",
  keys: "u",
  can: (conversations) => conversations.length > 0 && conversations.every(may),
  run: async (conversations, { into, once }) => {
    let survivor: Conversation | undefined;
    for (const each of conversations) {
      if (each.id !== into) survivor = await api.conversations.merge(each.id, into, `${once}:${each.id}`);
    }
    return survivor;
  },
});

export const unmerge = command<{ id: string; can_undo: boolean }>({
  name: "conversation.unmerge",
  can: (half) => half.can_undo,
  run: (half) => api.conversations.unmerge(half.id),
});

export const split = command<Conversation, { messages: string[]; subject: string; once: string }>({
  name: "conversation.split",
  keys: "p",
  can: (conversation) => may(conversation) && conversation.message_count > 1,
  run: (conversation, { messages, subject, once }) => api.conversations.split(conversation.id, { messages, subject: subject || undefined }, once),
});

export const unsplit = command<{ id: string; can_undo: boolean }>({
  name: "conversation.unsplit",
  can: (apart) => apart.can_undo,
  run: (apart) => api.conversations.unsplit(apart.id),
});
