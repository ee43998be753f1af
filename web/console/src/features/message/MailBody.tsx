import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Message } from "../../api";
import { useWords } from "../../words";
import { hasRemotePictures, mailDocument, withEnclosed } from "./mail";

/** A mail as its sender laid it out, in a frame that can do nothing. */
export default function MailBody({ message }: { message: Pick<Message, "html" | "attachments"> }) {
  const { t } = useWords();
  const html = useMemo(() => withEnclosed(message.html, message.attachments), [message.html, message.attachments]);
  const frame = useRef<HTMLIFrameElement>(null);
  const [pictures, setPictures] = useState(false);
  const [height, setHeight] = useState(80);
  const fit = useCallback(() => {
    const body = frame.current?.contentDocument?.documentElement;
    if (body) setHeight(Math.min(4000, body.scrollHeight + 2));
  }, []);
  const isDark = document.documentElement.dataset["theme"] === "dark";
  return (
    <div className="mail">
      {!pictures && hasRemotePictures(html) && (
        <p className="mail-pictures">
          <PictureOutlined aria-hidden /> {t("mail.picturesHeld")} <Button type="link" size="small" onClick={() => setPictures(true)}>{t("mail.showPictures")}</Button>
        </p>
      )}
      {/* No scripts: same origin only lets us measure how tall it is. */}
      <iframe
        ref={frame} title={t("mail.body")} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={mailDocument(html, pictures, isDark)} style={{ height }} onLoad={() => { fit(); setTimeout(fit, 400); }}
      />
    </div>
  );
}
