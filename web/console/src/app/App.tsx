import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntdApp, ConfigProvider } from "antd";
import type { Locale as AntdLocale } from "antd/es/locale";
import { useEffect, useState } from "react";
import { sayWith } from "../ui/say";
import { useTheme } from "../ui/theme";
import { useMedia } from "../ui/useMedia";
import { useWords } from "../words";
import { antdWords } from "./antdWords";
import { client } from "./client";
import { ErrorBoundary } from "./ErrorBoundary";
import { router } from "./router";
import { antdTheme } from "./antdTheme";

export function App() {
  const { locale } = useWords();
  const { theme } = useTheme();
  const calm = useMedia("(prefers-reduced-motion: reduce)");
  const [texts, setTexts] = useState<AntdLocale>();
  useEffect(() => {
    let current = true;
    void antdWords(locale).then((loaded) => { if (current) setTexts(loaded); });
    return () => { current = false; };
  }, [locale]);
  return (
    <ConfigProvider theme={antdTheme(theme, calm)} locale={texts} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <AntdApp message={{ maxCount: 3 }} component={false}>
        <Toasts />
        <ErrorBoundary>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </AntdApp>
    </ConfigProvider>
  );
}

function Toasts() {
  const { message } = AntdApp.useApp();
  useEffect(() => sayWith(message), [message]);
  return null;
}
