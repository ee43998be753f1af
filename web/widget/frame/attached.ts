// Files on their way into a message: taken in, uploaded at once, and each with
// its own fate, so that one refused file never holds back the rest.

import { Refusal, type Api, type Transfer } from "./api";
import type { Word } from "./words";
import type { Attachment } from "../shared/protocol";

export const largestFile = 10 * 1024 * 1024;
export const mostFiles = 10;

export type Attached = {
  key: number;
  file: File;
  preview: string; // blob: address of an image, "" for other files
  part: number; // 0…1 uploaded
  upload: Attachment | null;
  problem: Word | "";
  again: boolean; // trying again may help
};

export class Attachments {
  items: Attached[] = [];
  #transfers = new Map<number, Transfer>();
  #keys = 0;

  constructor(
    private readonly api: Api,
    private readonly token: () => string,
    private readonly changed: () => void,
  ) {}

  get busy(): boolean {
    return this.items.some((item) => !item.upload && !item.problem);
  }

  get ready(): Attachment[] {
    return this.items.flatMap((item) => item.upload ?? []);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const problem = this.items.length >= mostFiles ? "file_many" : verdict(file);
      const preview = shows(file.type) && !problem ? URL.createObjectURL(file) : "";
      const item: Attached = { key: ++this.#keys, file, preview, part: 0, upload: null, problem, again: false };
      this.items = [...this.items, item];
      if (!problem) this.#send(item);
    }
    this.changed();
  }

  retry(key: number): void {
    const item = this.items.find((held) => held.key === key);
    if (item?.again) this.#send(this.#change(key, { problem: "", part: 0, again: false }) ?? item);
  }

  /** The network is back: what failed for want of it goes again by itself. */
  retryAll(): void {
    for (const item of this.items) this.retry(item.key);
  }

  remove(key: number): void {
    this.#transfers.get(key)?.stop();
    this.#forget(this.items.filter((item) => item.key === key));
    this.items = this.items.filter((item) => item.key !== key);
    this.changed();
  }

  /** The message was sent; files that failed stay, so that nobody believes they went along. */
  sent(): void {
    this.#forget(this.items.filter((item) => item.upload));
    this.items = this.items.filter((item) => !item.upload);
    this.changed();
  }

  #send(item: Attached): void {
    const transfer = this.api.upload(this.token(), item.file, (part) => this.#change(item.key, { part }));
    this.#transfers.set(item.key, transfer);
    transfer.done.then(
      (upload) => this.#change(item.key, { upload: { ...upload, url: "" }, part: 1 }),
      (reason) => this.#change(item.key, failure(reason)),
    );
  }

  #change(key: number, to: Partial<Attached>): Attached | undefined {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...to } : item));
    this.changed();
    return this.items.find((item) => item.key === key);
  }

  #forget(items: Attached[]): void {
    for (const item of items) {
      this.#transfers.delete(item.key);
      if (item.preview) URL.revokeObjectURL(item.preview);
    }
  }
}

/** Images that a browser shows and that cannot carry a script. */
export function shows(type: string): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(type);
}

function verdict(file: File): Word | "" {
  if (file.size > largestFile) return "file_too_large";
  return file.size === 0 ? "file_empty" : "";
}

function failure(reason: unknown): Partial<Attached> {
  const status = reason instanceof Refusal ? reason.status : 0;
  if (status === 413) return { problem: "file_too_large", again: false };
  if (status === 415 || (status >= 400 && status < 500 && status !== 401 && status !== 429)) return { problem: "file_refused", again: false };
  return { problem: "file_failed", again: true };
}
