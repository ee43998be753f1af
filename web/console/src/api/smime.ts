import type { components } from "./schema";
import { request } from "./request";

// The keys of mailboxes and whose signatures are believed. Apart from the other
// calls, because only the settings need them.

export type MailKey = components["schemas"]["MailKey"];
export type MailAuthority = components["schemas"]["Authority"];

const seg = encodeURIComponent;

export const mailKeys = {
  list: (channel: string) => request<{ items: MailKey[] }>("GET", `/v1/channels/${seg(channel)}/smime-keys`),
  add: (channel: string, file: string, passphrase: string) => request<MailKey>("POST", `/v1/channels/${seg(channel)}/smime-keys`, { body: { file, passphrase } }),
  drop: (channel: string, key: string) => request<void>("DELETE", `/v1/channels/${seg(channel)}/smime-keys/${seg(key)}`),
};

export const authorities = {
  list: () => request<{ items: MailAuthority[] }>("GET", "/v1/mail-authorities"),
  believe: (file: string) => request<MailAuthority>("POST", "/v1/mail-authorities", { body: { file } }),
  drop: (id: string) => request<void>("DELETE", `/v1/mail-authorities/${seg(id)}`),
};
