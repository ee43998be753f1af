import type { Upload } from "../../api";

export interface Attached { upload: string; name: string; type: string; size: number; url: string }

export function attached({ id, name, type, size, url }: Upload): Attached {
  return { upload: id, name, type, size, url };
}
