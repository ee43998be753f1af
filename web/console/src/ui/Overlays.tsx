import { message as messages, Modal } from "antd";
import { useEffect } from "react";
import { layerIs } from "./over";

/** What lies over the page: toasts, and questions that want an answer. */
export default function Overlays() {
  const [message, toasts] = messages.useMessage({ maxCount: 3 });
  const [modal, questions] = Modal.useModal();
  const { confirm } = modal;
  useEffect(() => {
    layerIs({ message, confirm });
    return () => layerIs(null);
  }, [message, confirm]);
  return <>{toasts}{questions}</>;
}
