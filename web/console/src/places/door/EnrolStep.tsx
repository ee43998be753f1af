import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type Entrance } from "../../api";
import { EnrolFactor } from "../../features/account/EnrolFactor";
import { RecoveryCodes } from "../../features/account/RecoveryCodes";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { Door } from "./Door";

/** Who must have a second factor makes it here, before anything else. */
export function EnrolStep({ passed, back }: { passed: (entrance: Entrance) => void; back: () => void }) {
  const { t } = useWords();
  const begun = useQuery({ queryKey: ["sign-in", "enrolment"], queryFn: api.signIn.enrol, staleTime: Infinity, gcTime: 0, retry: false });
  const confirm = useMutation({ mutationFn: api.signIn.confirm });
  if (confirm.data) {
    return <Door title={t("factor.codesTitle")} lead={t("factor.codesLead")}><RecoveryCodes codes={confirm.data.recovery_codes} stored={() => passed(confirm.data)} /></Door>;
  }
  return (
    <Door title={t("signIn.enrolTitle")} lead={t("signIn.enrolLead")}>
      {begun.isPending ? <Shimmer rows={3} height={60} /> : begun.error ? <Broken fault={asFault(begun.error)} retry={back} />
        : <EnrolFactor enrolment={begun.data} confirm={confirm.mutate} busy={confirm.isPending} fault={confirm.error} />}
      <p className="door-help"><Button type="link" size="small" onClick={back}>{t("signIn.other")}</Button></p>
    </Door>
  );
}
