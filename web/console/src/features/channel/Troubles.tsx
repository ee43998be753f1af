import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Drawer } from "antd";
import { health } from "../../api/health";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { TroubleLines } from "./TroubleLines";

/** The channels that are in trouble, and what is to be done about each. */
export default function Troubles({ close }: { close: () => void }) {
  const { t } = useWords();
  const { permissions } = useMe();
  const query = useQuery({ queryKey: keys.health, queryFn: health.list });
  return (
    <Drawer open onClose={close} title={t("health.title")} placement="left" size={Math.min(460, window.innerWidth)}>
      <Loaded query={query}>{({ items }) => {
        const ill = items.filter((each) => each.troubles.length > 0);
        if (ill.length === 0) return <Empty title={t("health.allWell")} why={t("health.allWellWhy")} />;
        return (
          <div className="stack">
            {!permissions.includes("channel.manage") && <p className="section-lead">{t("health.askAdmin")}</p>}
            {ill.map((each) => (
              <section key={each.channel_id} className="stack" aria-label={each.name}>
                <h3><Link to="/settings/channels/$id" params={{ id: each.channel_id }} onClick={close}>{each.name}</Link></h3>
                <TroubleLines troubles={each.troubles} />
              </section>
            ))}
          </div>
        );
      }}</Loaded>
    </Drawer>
  );
}
