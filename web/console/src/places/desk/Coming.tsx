import { useEffect } from "react";
import { awaitKeys } from "../../commands/ahead";
import { Shimmer } from "../../ui/Faces";

/** A conversation on its way. The key that is pressed already is meant for it. */
export function Coming({ before }: { before?: React.ReactNode }) {
  useEffect(awaitKeys, []);
  return <div className="talk">{before}<Shimmer rows={7} height={40} gap={20} /></div>;
}
