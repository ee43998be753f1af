import { asFault } from "../api";
import { Broken } from "../ui/Faces";
import { useWords } from "../words";

/** One screen fell over; the rail beside it still works. */
export function RouteFault({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useWords();
  return <Broken fault={asFault(error)} what={t("face.fallen")} retry={reset} />;
}
