import { api, type Conversation, type Participant, type SplitProposal } from "../../api";
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

/** Begins a conversation with a message that speaks of something new, and with what belongs to it since. */
export const acceptSplit = command<SplitProposal>({
  name: "conversation.acceptSplit",
  can: (proposal) => proposal.can_act,
  run: (proposal) => api.messages.acceptSplit(proposal.message_id),
});

export const dismissSplit = command<SplitProposal>({
  name: "conversation.dismissSplit",
  can: (proposal) => proposal.can_act,
  run: (proposal) => api.messages.dismissSplit(proposal.message_id),
});

/** Says whether an address takes part; nothing is sent to those that do not. */
export const judge = command<Participant & { conversation: string }, { standing: "known" | "refused" }>({
  name: "conversation.judge",
  can: (participant) => participant.can_judge,
  run: (participant, { standing }) => api.conversations.judge(participant.conversation, participant.address, standing),
});
