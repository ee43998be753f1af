import { Keys } from "../../ui/Keys";
import { useWords } from "../../words";

/** The third pane before anything is chosen: it teaches three keys. */
export function Nothing() {
  const { t } = useWords();
  return (
    <div className="nothing">
      <div className="nothing-mark" aria-hidden>
        <svg viewBox="0 0 96 40" width="96" height="40" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round"><path d="M4 14c14-11 30-11 44 0s30 11 44 0" /><path d="M4 29c14-11 30-11 44 0s30 11 44 0" opacity=".45" /></svg>
      </div>
      <p>{t("desk.nothing")}</p>
      <ul>
        <li><Keys keys="j" /><Keys keys="k" /> {t("desk.nothingMove")}</li>
        <li><Keys keys="mod+k" /> {t("desk.nothingPalette")}</li>
        <li><Keys keys="?" /> {t("desk.nothingKeys")}</li>
      </ul>
    </div>
  );
}
