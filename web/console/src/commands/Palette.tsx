import { Modal } from "antd";
import { useMemo, useState } from "react";
import { Keys } from "../ui/Keys";
import { useWords } from "../words";
import { allOffers, openPalette, useRegistry } from "./registry";

/** Everything that can be done here and now, found by typing a part of it. */
export default function Palette() {
  const { t } = useWords();
  const registry = useRegistry();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const part = wanted.trim().toLowerCase();
    return allOffers(registry)
      .filter((each) => each.enabled && each.name !== "palette.open")
      .map((each) => ({ ...each, label: t(`command.${each.name}`) }))
      .filter((each) => each.label.toLowerCase().includes(part) || each.name.includes(part));
  }, [registry, wanted, t]);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const run = (index: number) => {
    const offer = found[index];
    openPalette(false);
    if (offer) setTimeout(offer.run);
  };
  return (
    <Modal open footer={null} closable={false} width={560} onCancel={() => openPalette(false)} className="palette" title={<span className="sr">{t("palette.label")}</span>} style={{ top: 96 }}>
      <input
        className="palette-box" role="combobox" aria-expanded aria-controls="palette-list" aria-label={t("palette.label")}
        aria-activedescendant={found[chosen] && `palette-${found[chosen].name}`} placeholder={t("palette.placeholder")} value={wanted}
        ref={(box) => { if (box) setTimeout(() => box.focus()); }}
        onChange={(event) => { setWanted(event.target.value); setAt(0); }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else if (event.key === "Enter") run(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t("palette.label")} className="palette-list">
        {found.map((each, index) => (
          <li
            key={each.name} id={`palette-${each.name}`} role="option" aria-selected={index === chosen}
            ref={(row) => { if (index === chosen) row?.scrollIntoView({ block: "nearest" }); }}
            onPointerMove={() => setAt(index)} onClick={() => run(index)}
          >
            <span>{each.label}</span>
            {each.keys && <Keys keys={each.keys} />}
          </li>
        ))}
        {found.length === 0 && <li className="palette-none" role="option" aria-selected={false}>{t("palette.none")}</li>}
      </ul>
    </Modal>
  );
}
