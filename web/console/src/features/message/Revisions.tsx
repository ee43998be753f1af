import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { api, type Message } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";

/** How a message stood before, the newest of its pasts first. */
export default function Revisions({ message, close }: { message: Message; close: () => void }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.revisions(message.id), queryFn: () => api.messages.revisions(message.id) });
  return (
    <Modal open footer={null} width={640} title={t("message.revisions")} onCancel={close}>
      <ol className="revisions">
        <li>
          <h3>{t("message.revisionNow")}</h3>
          <p className="bubble-text">{message.text}</p>
        </li>
        <Loaded query={query} rows={3}>{(page) => page.items.toSorted((a, b) => b.revision - a.revision).map((each) => (
          <li key={each.revision}>
            <h3>{t("message.revisionBefore", { name: each.by.name || t("timeline.somebody") })} <Ago at={each.at} /></h3>
            <p className="bubble-text">{each.text}</p>
          </li>
        ))}</Loaded>
      </ol>
    </Modal>
  );
}
