import { MessageFilled } from "@ant-design/icons";
import { Form, type FormInstance } from "antd";
import type { CSSProperties } from "react";
import { contrast } from "../../../../tokens/contrast";
import { useWords } from "../../words";

/** How the chat will look, as one types. */
export function Preview({ form }: { form: FormInstance }) {
  const { t, locale } = useWords();
  const colour = readColour(Form.useWatch<string>("colour", form));
  const name = Form.useWatch<string>("name", form);
  const title = Form.useWatch<Record<string, string>>("title", form);
  const greeting = Form.useWatch<Record<string, string>>("greeting", form);
  const look = Form.useWatch<{ theme?: string; position?: string; radius?: number; launcher?: Record<string, string>; logo?: string }>("look", form);
  const style = { "--brand": colour, "--on-brand": contrast(colour, "#ffffff") >= 4.5 ? "#ffffff" : "#0b1513", "--corner": `${look?.radius ?? 18}px` } as CSSProperties;
  return (
    <aside className={`chat-preview ${look?.position === "left" ? "left" : ""}`} data-theme={look?.theme === "auto" ? undefined : look?.theme} style={style} aria-label={t("channels.preview")}>
      <div className="chat-preview-panel">
        <header>{look?.logo ? <img src={look.logo} alt="" /> : <span className="chat-preview-mark" aria-hidden><MessageFilled /></span>}<b>{title?.[locale] || name}</b></header>
        <p className="them">{greeting?.[locale] || "…"}</p>
        <p className="me">{t("channels.previewYou")}</p>
      </div>
      <span className="chat-preview-launcher"><MessageFilled aria-hidden /> {look?.launcher?.[locale]}</span>
    </aside>
  );
}

function readColour(raw: string | undefined): string {
  return raw && /^#[0-9a-f]{6}$/i.test(raw) ? raw : "#0f766e";
}
