import type { MessageInstance } from "antd/es/message/interface";

let toast: MessageInstance | null = null;

/** Given once by the application, which knows theme and language. */
export function sayWith(instance: MessageInstance): void {
  toast = instance;
}

export const say = {
  done: (text: string) => void toast?.success(text, 2),
  bad: (text: string) => void toast?.error(text, 6),
  note: (text: string) => void toast?.info(text, 4),
};
