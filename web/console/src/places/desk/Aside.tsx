import { Drawer } from "antd";
import type { ReactNode } from "react";

/** The contact beside a conversation, where there is no room for it. */
export default function Aside({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  return <Drawer open onClose={close} title={title} size={Math.min(360, window.innerWidth)} className="panel-drawer">{children}</Drawer>;
}
