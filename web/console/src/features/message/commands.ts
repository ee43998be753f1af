import type { Message } from "../../api";
import { command } from "../../commands/command";

/** Opens a note for other words. What the customer has received stays as they
 * saw it, and a note is its writer's. */
export const rewriteNote = command<{ message: Message; me: string }, (id: string) => void>({
  name: "note.rewrite",
  keys: "w",
  can: ({ message, me }) => message.kind === "note" && message.author.id === me,
  run: ({ message }, open) => open(message.id),
});
