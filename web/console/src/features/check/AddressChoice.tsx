import { Select } from "antd";
import type { IdentityCheck } from "../../api/identityCheck";
import { useWords } from "../../words";

/** To which of their addresses the code goes. */
export default function AddressChoice({ list, to, choose }: { list: IdentityCheck["addresses"]; to: string; choose: (id: string) => void }) {
  const { t } = useWords();
  return <Select size="small" className="check-to" aria-label={t("identityCheck.address")} value={to || list[0]!.id} onChange={choose} options={list.map((each) => ({ value: each.id, label: each.value }))} />;
}
