import { MenuOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import type { ViewCount } from "../../api";
import { countText } from "../../features/view/rules";
import { nameOf } from "../../features/view/ViewList";
import { viewOrder } from "../../features/view/useViews";
import { useWords } from "../../words";

/** The views where there is no room for their column. */
export function ViewPicker({ current, counts, hasTeams }: { current: string; counts: Map<string, ViewCount> | undefined; hasTeams: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const items = (counts ? [...counts.keys()] : viewOrder).filter((key) => key !== "team" || hasTeams).map((key) => ({
    key, label: <span className="menu-pair">{nameOf(t, key, counts?.get(key))}<em className="num">{counts?.has(key) ? countText(counts.get(key)!) : ""}</em></span>,
  }));
  return (
    <Dropdown trigger={["click"]} menu={{ items, selectedKeys: [current], onClick: ({ key }) => void navigate({ to: "/desk/$view", params: { view: key }, search: {} }) }}>
      <Button type="text" icon={<MenuOutlined aria-hidden />} aria-label={t("desk.views")} />
    </Dropdown>
  );
}
