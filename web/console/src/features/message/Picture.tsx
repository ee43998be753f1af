import { Modal } from "antd";
import type { Attachment } from "../../api";
import { useWords } from "../../words";

/** A picture as large as the screen allows. */
export default function Picture({ picture, close }: { picture: Attachment; close: () => void }) {
  const { t } = useWords();
  return (
    <Modal open footer={null} width="min(92vw, 1000px)" title={picture.name} onCancel={close}>
      <img className="picture-large" src={picture.url} alt={picture.name} />
      <a href={picture.url} download={picture.name}>{t("file.download")}</a>
    </Modal>
  );
}
