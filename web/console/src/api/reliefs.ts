import { request } from "./request";
import type { Queue } from "./routing";

// What whoever waits in the chat may do instead.

export interface ReliefSettings { after_seconds: number; callback: boolean; message: boolean }
export interface Relief { queue: Queue; settings: ReliefSettings; version: number }
export interface Reliefs { items: Relief[]; queues: Queue[]; can: { change: boolean } }

export const reliefs = {
  list: () => request<Reliefs>("GET", "/v1/reliefs"),
  save: (queue: string, settings: ReliefSettings, version: number) => request<Relief>("PUT", `/v1/queues/${encodeURIComponent(queue)}/relief`, { body: { settings, version } }),
};
