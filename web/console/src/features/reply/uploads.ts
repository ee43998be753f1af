import type { Upload } from "../../api";

// A draft keeps only the ids of its uploads; what they are called is
// remembered by the browser that sent them up.

export interface Attached { upload: string; name: string; type: string; size: number }

const remembered = "anlan.uploads";
const most = 100;

export function attached(upload: Upload): Attached {
  const one = { upload: upload.id, name: upload.name, type: upload.type, size: upload.size };
  const others = known().filter((each) => each.upload !== one.upload);
  localStorage.setItem(remembered, JSON.stringify([one, ...others].slice(0, most)));
  return one;
}

export function attachedBy(id: string): Attached {
  return known().find((each) => each.upload === id) ?? { upload: id, name: "", type: "", size: 0 };
}

function known(): Attached[] {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? "[]") as Attached[];
  } catch {
    return [];
  }
}
