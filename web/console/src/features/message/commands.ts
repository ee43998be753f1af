import { api, type Draft, type Message } from "../../api";
import { command } from "../../commands/command";

/** Opens a note for other words. What the customer has received stays as they
 * saw it, and a note is its writer's. */
export const rewriteNote = command<{ message: Message; me: string }, (id: string) => void>({
  name: "note.rewrite",
  keys: "w",
  can: ({ message, me }) => message.kind === "note" && message.author.id === me,
  run: ({ message }, open) => open(message.id),
});

/** Takes a reply back that has not left yet; it is a draft again. */
export const withdraw = command<{ message: Message; me: string }, (draft: Draft) => void>({
  name: "message.withdraw",
  keys: "z",
  can: ({ message, me }) => message.delivery.leaves_at !== null && message.author.id === me,
  run: ({ message }, regained) => api.messages.withdraw(message.id).then(({ draft }) => regained(draft)),
});

/** Has what is hidden in a message shown; the reader is asked why first. */
export const unmask = command<{ message: Message; may: boolean }, (id: string) => void>({
  name: "message.unmask",
  keys: "h",
  can: ({ message, may }) => may && (message.masked?.length ?? 0) > 0,
  run: ({ message }, ask) => ask(message.id),
});
