import { Modal } from "antd";
import { Keys } from "../ui/Keys";
import { has, useWords } from "../words";
import { keyGroups } from "./keys";
import { openCheatSheet } from "./registry";

/** All keys, by what they are for. */
export default function CheatSheet() {
  const { t } = useWords();
  const called = (name: string) => t(has(`command.${name}`) ? `command.${name}` : `cheatsheet.${name}`); // what no command does has its words here
  return (
    <Modal open footer={null} width={720} title={t("cheatsheet.title")} onCancel={() => openCheatSheet(false)}>
      <div className="cheatsheet">
        {keyGroups.map(({ group, keys }) => (
          <section key={group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`}>{t(`cheatsheet.group.${group}`)}</h3>
            <ul>
              {keys.map(([name, stroke]) => <li key={name}><span>{called(name)}</span><Keys keys={stroke} /></li>)}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
