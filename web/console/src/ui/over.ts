import type { MessageInstance } from "antd/es/message/interface";
import type { ModalFuncProps } from "antd/es/modal/interface";
import type { NotificationInstance } from "antd/es/notification/interface";

// Toasts, words in a corner and questions lie over the page now and then. What draws them comes when the first one
// is wanted, and at the latest when somebody touches the page, so that a lost line can still be said.

export interface Layer { message: MessageInstance; notification: NotificationInstance; confirm: (question: ModalFuncProps) => unknown }

let layer: Layer | null = null;
let fetchLayer: () => void = () => undefined;
let waiting: ((over: Layer) => void)[] = [];

/** Given once by the application: brings what draws toasts and questions. */
export function fetchLayerWith(bring: () => void): void {
  fetchLayer = bring;
}

/** Given by what draws them, which knows theme and language; null when it goes. */
export function layerIs(next: Layer | null): void {
  layer = next;
  if (!layer) return;
  const all = waiting;
  waiting = [];
  for (const show of all) show(layer);
}

export function over(show: (layer: Layer) => void): void {
  if (layer) return show(layer);
  waiting.push(show);
  fetchLayer();
}

/** Asks before something that cannot be taken back. */
export const askFirst = (question: ModalFuncProps): void => over(({ confirm }) => void confirm(question));
