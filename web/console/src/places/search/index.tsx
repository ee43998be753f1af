import { SearchOutlined } from "@ant-design/icons";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { SearchResults } from "../../features/search/SearchResults";
import { Page } from "../../ui/Page";
import { useWords } from "../../words";

const quietMs = 250;

export default function Search() {
  const { t } = useWords();
  const { q = "" } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const box = useRef<InputRef>(null);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    box.current?.focus();
    document.title = t("search.title");
    return () => clearTimeout(timer.current);
  }, [t]);
  const look = (wanted: string) => void navigate({ to: "/search", search: { q: wanted.trim() || undefined }, replace: true });
  const typed = (wanted: string) => {
    setText(wanted);
    clearTimeout(timer.current);
    // Half a pinyin syllable is not yet a question.
    if (!composing.current) timer.current = setTimeout(() => look(wanted), quietMs);
  };
  return (
    <Page title={t("search.title")}>
      <Input
        ref={box} type="search" size="large" prefix={<SearchOutlined aria-hidden />} allowClear value={text} aria-label={t("search.label")} placeholder={t("search.placeholder")}
        onChange={(event) => typed(event.target.value)} onPressEnter={() => { if (!composing.current) look(text); }}
        onCompositionStart={() => { composing.current = true; }}
        onCompositionEnd={(event) => { composing.current = false; typed(event.currentTarget.value); }}
      />
      <SearchResults q={q} />
    </Page>
  );
}
