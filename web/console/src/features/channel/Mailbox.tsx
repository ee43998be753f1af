import { Select } from "antd";
import { useWords } from "../../words";
import { useChannels } from "./useChannel";

/** One of the house's mailboxes. */
export function Mailbox({ value = "", onChange, id, disabled }: { value?: string; onChange?: (mailbox: string) => void; id?: string; disabled?: boolean }) {
  const { t } = useWords();
  const boxes = (useChannels().data?.items ?? []).filter((each) => each.kind === "email" && each.state === "active");
  return <Select id={id} disabled={disabled} value={value} onChange={onChange} options={[{ value: "", label: t("channels.mailboxNone") }, ...boxes.map((each) => ({ value: each.id, label: each.name }))]} />;
}
