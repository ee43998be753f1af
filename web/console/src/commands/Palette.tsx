import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Keys } from "../ui/Keys";
import { useWords } from "../words";
import { allOffers, openPalette, useRegistry } from "./registry";

/** Everything that can be done here and now, found by typing a part of it. It is
 * there with the key that calls it, so that no letter behind that key is lost;
 * what is not there yet is waited for. */
export function Palette({ whole }: { whole: boolean }) {
  const { t } = useWords();
  const registry = useRegistry();
  const frame = useRef<HTMLDialogElement>(null);
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const [eager, setEager] = useState(false); // Enter before everything was there
  useLayoutEffect(() => {
    const dialog = frame.current!;
    dialog.showModal();
    return () => dialog.close(); // and the focus goes back to where it was
  }, []);
  const found = useMemo(() => {
    const part = wanted.trim().toLowerCase();
    return allOffers(registry)
      .filter((each) => each.enabled && each.name !== "palette.open")
      .map((each) => ({ ...each, label: each.label ?? t(`command.${each.name}`) }))
      .filter((each) => each.label.toLowerCase().includes(part) || each.name.includes(part));
  }, [registry, wanted, t]);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const run = (index: number) => {
    const offer = found[index];
    openPalette(false);
    if (offer) setTimeout(offer.run);
  };
  useEffect(() => {
    if (eager && whole) run(chosen);
  });
  return (
    <dialog
      ref={frame} className="palette" aria-label={t("palette.label")}
      onCancel={(event) => { event.preventDefault(); openPalette(false); }}
      onPointerDown={(event) => { if (event.target === event.currentTarget) openPalette(false); }}
    >
      <div className="palette-inside">
        <input
          className="palette-box" role="combobox" aria-expanded aria-controls="palette-list" aria-label={t("palette.label")} autoFocus
          aria-activedescendant={found[chosen] && `palette-${found[chosen].name}`} placeholder={t("palette.placeholder")} value={wanted}
          onChange={(event) => { setWanted(event.target.value); setAt(0); setEager(false); }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
            else if (event.key === "Enter" && !whole) setEager(true);
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
          {found.length === 0 && <li className="palette-none" role="option" aria-selected={false}>{t(whole ? "palette.none" : "face.loading")}</li>}
        </ul>
      </div>
    </dialog>
  );
}
