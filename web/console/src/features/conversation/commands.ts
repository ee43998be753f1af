import { api, type Conversation, type Priority } from "../../api";
import { command } from "../../commands/command";

export const assignToMe = command<Conversation>({
  name: "conversation.assign_me",
  keys: "a",
  can: (conversation) => conversation.can.assign,
  run: (conversation) => api.conversations.assign(conversation.id, { assignee: "me" }),
});

export const assignTo = command<Conversation, { assignee?: string; team?: string }>({
  name: "conversation.assign",
  can: (conversation) => conversation.can.assign,
  run: (conversation, to) => api.conversations.assign(conversation.id, to),
});

export const unassign = command<Conversation>({
  name: "conversation.unassign",
  can: (conversation) => conversation.can.assign && conversation.assignee !== null,
  run: (conversation) => api.conversations.unassign(conversation.id),
});

export const resolve = command<Conversation>({
  name: "conversation.resolve",
  keys: "e",
  can: (conversation) => conversation.can.resolve && conversation.state !== "resolved",
  run: (conversation) => api.conversations.resolve(conversation.id),
});

export const reopen = command<Conversation>({
  name: "conversation.reopen",
  keys: "o",
  can: (conversation) => conversation.can.reopen && conversation.state === "resolved",
  run: (conversation) => api.conversations.reopen(conversation.id),
});

export const snooze = command<Conversation, { until: Date }>({
  name: "conversation.snooze",
  can: (conversation) => conversation.can.snooze,
  run: (conversation, { until }) =>
    api.conversations.change(conversation.id, { state: "snoozed", snoozed_until: until.toISOString(), version: conversation.version }),
});

export const wake = command<Conversation>({
  name: "conversation.wake",
  can: (conversation) => conversation.can.snooze && conversation.state === "snoozed",
  run: (conversation) => api.conversations.change(conversation.id, { state: "open", version: conversation.version }),
});

export const setPriority = command<Conversation, { priority: Priority }>({
  name: "conversation.priority",
  can: (conversation) => conversation.can.change,
  run: (conversation, { priority }) => api.conversations.change(conversation.id, { priority, version: conversation.version }),
});

export const setStatus = command<Conversation, { status: string }>({
  name: "conversation.status",
  can: (conversation) => conversation.can.change,
  run: (conversation, { status }) => api.conversations.change(conversation.id, { status, version: conversation.version }),
});

export const setTags = command<Conversation, { tags: string[] }>({
  name: "conversation.tags",
  can: (conversation) => conversation.can.tag,
  run: (conversation, { tags }) => api.conversations.change(conversation.id, { tags, version: conversation.version }),
});

export const setSubject = command<Conversation, { subject: string }>({
  name: "conversation.subject",
  keys: "s",
  can: (conversation) => conversation.can.change,
  run: (conversation, { subject }) => api.conversations.change(conversation.id, { subject, version: conversation.version }),
});

export const remove = command<Conversation>({
  name: "conversation.delete",
  can: (conversation) => conversation.can.delete,
  run: (conversation) => api.conversations.remove(conversation.id),
});
