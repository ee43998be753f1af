import { Button } from "antd";
import { useEffect, type ReactNode } from "react";
import { titled } from "../../ui/title";
import { locales, speak, useWords } from "../../words";
import "./door.css";

/** The house from outside: one card, and the language to read it in. */
export function Door({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const { t, locale } = useWords();
  const other = locales.find((each) => each !== locale)!;
  useEffect(() => { titled(`${title} · ${t("app.name")}`); }, [title, t]);
  return (
    <div className="door">
      <main className="door-card">
        <header className="door-brand">
          <svg width="40" height="40" viewBox="0 0 32 32" aria-hidden className="logo"><rect width="32" height="32" rx="8" className="logo-ground" /><g fill="none" className="logo-wave" strokeWidth="2.4" strokeLinecap="round"><path d="M6.5 13.2c3.2-2.6 6.3-2.6 9.5 0s6.3 2.6 9.5 0" /><path d="M6.5 19.6c3.2-2.6 6.3-2.6 9.5 0s6.3 2.6 9.5 0" opacity=".55" /></g></svg>
          <span>{t("app.name")}</span>
        </header>
        <h1>{title}</h1>
        {lead && <p className="door-lead">{lead}</p>}
        {children}
      </main>
      <footer className="door-foot"><Button type="text" lang={other} onClick={() => void speak(other)}>{t(`language.${other}`)}</Button></footer>
    </div>
  );
}
