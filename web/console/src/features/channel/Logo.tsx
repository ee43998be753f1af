import { Button } from "antd";
import { useRef } from "react";
import { say } from "../../ui/say";
import { useWords } from "../../words";

const mostBytes = 64 << 10;

/** A small picture, kept with the settings as it is. */
export function Logo({ value = "", onChange, id }: { value?: string; onChange?: (logo: string) => void; id?: string }) {
  const { t } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    if (file.size > mostBytes || !/^image\/(png|jpeg|webp|gif)$/.test(file.type)) return say.bad(t("channels.logoWrong"));
    const reader = new FileReader();
    reader.onload = () => onChange?.(String(reader.result));
    reader.readAsDataURL(file);
  };
  return (
    <div className="logo-field">
      {value && <img src={value} alt={t("channels.logo")} />}
      <input ref={picker} type="file" style={{ display: "none" }} accept="image/png,image/jpeg,image/webp,image/gif" onChange={(event) => { take(event.target.files?.[0]); event.target.value = ""; }} />
      <Button id={id} onClick={() => picker.current?.click()}>{t("channels.logoChoose")}</Button>
      {value && <Button type="text" onClick={() => onChange?.("")}>{t("channels.logoDrop")}</Button>}
    </div>
  );
}
