import { over } from "./over";

export const say = {
  done: (text: string) => over(({ message }) => void message.success(text, 2)),
  bad: (text: string) => over(({ message }) => void message.error(text, 6)),
  note: (text: string) => over(({ message }) => void message.info(text, 4)),
};
