import type { Upload } from "../../api";

export interface Attached { upload: string; name: string; type: string; size: number }

export function attached({ id, name, type, size }: Upload): Attached {
  return { upload: id, name, type, size };
}
