import { Modal } from "antd";
import { Keys } from "../ui/Keys";
import { useWords } from "../words";
import { allOffers, openCheatSheet, useRegistry } from "./registry";

/** All keys that work on this screen. */
export default function CheatSheet() {
  const { t } = useWords();
  const offers = allOffers(useRegistry()).filter((each) => each.keys);
  return (
    <Modal open footer={null} width={640} title={t("cheatsheet.title")} onCancel={() => openCheatSheet(false)}>
      <ul className="cheatsheet">
        {offers.map((each) => (
          <li key={each.name} className={each.enabled ? "" : "is-off"}>
            <span>{t(`command.${each.name}`)}</span>
            <Keys keys={each.keys!} />
          </li>
        ))}
        <li><span>{t("cheatsheet.send")}</span><Keys keys="mod+Enter" /></li>
        <li><span>{t("cheatsheet.leave")}</span><Keys keys="Escape" /></li>
      </ul>
    </Modal>
  );
}
