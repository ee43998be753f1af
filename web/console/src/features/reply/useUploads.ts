import { useCallback, useState } from "react";
import { api, asFault, type Fault } from "../../api";
import { attached, type Attached } from "./uploads";

export interface Uploading { key: string; name: string; size: number; share: number; fault: Fault | null }

/** Files on their way up. What has arrived goes into the draft. */
export function useUploads(arrived: (attachment: Attached) => void) {
  const [uploading, setUploading] = useState<Uploading[]>([]);
  const add = useCallback((files: Iterable<File>) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      setUploading((old) => [...old, { key, name: file.name, size: file.size, share: 0, fault: null }]);
      const told = (share: number) => setUploading((old) => old.map((each) => (each.key === key ? { ...each, share } : each)));
      api.upload(file, told).then(
        (upload) => {
          setUploading((old) => old.filter((each) => each.key !== key));
          arrived(attached(upload));
        },
        (cause: unknown) => setUploading((old) => old.map((each) => (each.key === key ? { ...each, fault: asFault(cause) } : each))),
      );
    }
  }, [arrived]);
  const forget = useCallback((key: string) => setUploading((old) => old.filter((each) => each.key !== key)), []);
  return { uploading, add, forget, busy: uploading.some((each) => each.fault === null) };
}
