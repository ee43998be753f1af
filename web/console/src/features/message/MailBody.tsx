import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { api, type Message } from "../../api";
import { useWords } from "../../words";
import { hasRemotePictures, mailDocument, withCopies, withEnclosed } from "./mail";
import { useAct } from "./useAct";

/** A mail as its sender laid it out, in a frame that can do nothing. */
export default function MailBody({ message }: { message: Message }) {
  const { t } = useWords();
  const pictures = message.trust?.pictures;
  const html = useMemo(() => withCopies(withEnclosed(message.html, message.attachments), pictures?.remote ?? []), [message.html, message.attachments, pictures]);
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(80);
  const fit = useCallback(() => {
    const body = frame.current?.contentDocument?.documentElement;
    if (body) setHeight(Math.min(4000, body.scrollHeight + 2));
  }, []);
  const isDark = document.documentElement.dataset["theme"] === "dark";
  return (
    <div className="mail">
      {hasRemotePictures(message.html) && pictures && <Pictures message={message} />}
      {/* No scripts: same origin only lets us measure how tall it is. */}
      <iframe
        ref={frame} title={t("mail.body")} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={mailDocument(html, isDark)} style={{ height }} onLoad={() => { fit(); setTimeout(fit, 400); }}
      />
    </div>
  );
}

/** Whether pictures from elsewhere are shown, and who said so. */
function Pictures({ message }: { message: Message }) {
  const { t } = useWords();
  const { busy, act } = useAct();
  const pictures = message.trust!.pictures;
  if (pictures.shown && pictures.because !== "sender") return null;
  return (
    <p className="mail-pictures">
      <PictureOutlined aria-hidden /> {pictures.shown ? t("mail.picturesAlways", { who: pictures.by }) : t("mail.picturesHeld")}{" "}
      {pictures.shown
        ? <Button type="link" size="small" disabled={busy} onClick={() => act(api.messages.holdPictures(message.id))}>{t("mail.stopPictures")}</Button>
        : <>
          <Button type="link" size="small" disabled={busy} onClick={() => act(api.messages.showPictures(message.id, false))}>{t("mail.showPictures")}</Button>
          <Button type="link" size="small" disabled={busy} onClick={() => act(api.messages.showPictures(message.id, true))}>{t("mail.alwaysPictures")}</Button>
        </>}
    </p>
  );
}
