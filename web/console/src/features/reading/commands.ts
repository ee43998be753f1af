import { api, type Conversation, type Emotion } from "../../api";
import { command } from "../../commands/command";

export const correctTopic = command<Conversation, { topic: string }>({
  name: "topic.correct",
  keys: "t",
  can: (conversation) => conversation.can.tag && !conversation.merged_into,
  run: (conversation, { topic }) => api.conversations.correctTopic(conversation.id, topic),
});

export const correctEmotion = command<Conversation, { emotion: Emotion }>({
  name: "emotion.correct",
  can: (conversation) => conversation.can.tag && !conversation.merged_into,
  run: (conversation, { emotion }) => api.conversations.correctEmotion(conversation.id, emotion),
});
