import { DownloadOutlined, FileOutlined } from "@ant-design/icons";
import { lazy, Suspense, useState } from "react";
import type { Attachment } from "../../api";
import { useWords } from "../../words";
import { fileSize } from "../../words/size";

const Picture = lazy(() => import("./Picture"));

export function Attachments({ attachments }: { attachments: Attachment[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Attachment | null>(null);
  if (attachments.length === 0) return null;
  const pictures = attachments.filter(isPicture);
  const files = attachments.filter((each) => !isPicture(each));
  return (
    <div className="files">
      {pictures.map((each) => (
        <button key={each.id} type="button" className="picture" onClick={() => setOpen(each)} aria-label={t("file.view", { name: each.name })} title={each.name}>
          <img src={each.url} alt={each.name} loading="lazy" />
        </button>
      ))}
      {files.map((each) => (
        <a key={each.id} className="file" href={each.url} download={each.name} title={each.name}>
          <FileOutlined aria-hidden /><span className="file-name">{each.name}</span><span className="file-size num">{fileSize(each.size)}</span><DownloadOutlined aria-label={t("file.download")} />
        </a>
      ))}
      {open && <Suspense fallback={null}><Picture picture={open} close={() => setOpen(null)} /></Suspense>}
    </div>
  );
}

function isPicture(attachment: Attachment): boolean {
  return /^image\/(png|jpe?g|gif|webp|avif|bmp)$/.test(attachment.type);
}
