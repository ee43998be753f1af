import { message as messages, Modal, notification as corners } from "antd";
import { useEffect } from "react";
import { layerIs } from "./over";

/** What lies over the page: toasts, words in a corner, and questions that want an answer. */
export default function Overlays() {
  const [message, toasts] = messages.useMessage({ maxCount: 3 });
  const [notification, words] = corners.useNotification({ maxCount: 3 });
  const [modal, questions] = Modal.useModal();
  const { confirm } = modal;
  useEffect(() => {
    layerIs({ message, notification, confirm });
    return () => layerIs(null);
  }, [message, notification, confirm]);
  return <>{toasts}{words}{questions}</>;
}
