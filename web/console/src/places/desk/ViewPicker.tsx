import { MenuOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import type { ViewCount, ViewKey } from "../../api";
import { viewOrder } from "../../features/view/useViews";
import { useWords } from "../../words";

/** The views where there is no room for their column. */
export function ViewPicker({ current, counts, hasTeams }: { current: ViewKey; counts: Map<ViewKey, ViewCount> | undefined; hasTeams: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const items = viewOrder.filter((key) => key !== "team" || hasTeams).map((key) => ({
    key, label: <span className="menu-pair">{t(`view.${key}`)}<em className="num">{counts?.get(key)?.count ?? ""}</em></span>,
  }));
  return (
    <Dropdown trigger={["click"]} menu={{ items, selectedKeys: [current], onClick: ({ key }) => void navigate({ to: "/desk/$view", params: { view: key }, search: {} }) }}>
      <Button type="text" icon={<MenuOutlined aria-hidden />} aria-label={t("desk.views")} />
    </Dropdown>
  );
}
