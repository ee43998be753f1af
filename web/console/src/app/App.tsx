import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import type { Locale as AntdLocale } from "antd/es/locale";
import { useEffect, useState, type ComponentType } from "react";
import { fetchLayerWith } from "../ui/over";
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
      <Overlays />
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ErrorBoundary>
    </ConfigProvider>
  );
}

/** Toasts and questions; the page is quicker there without what draws them. */
function Overlays() {
  const [Layer, setLayer] = useState<ComponentType>();
  useEffect(() => {
    // What does not come now is asked for again by the next that is to be said.
    const bring = () => void import("../ui/Overlays").then((loaded) => setLayer(() => loaded.default), () => undefined);
    fetchLayerWith(bring);
    const touches = ["pointerdown", "keydown"];
    touches.forEach((touch) => addEventListener(touch, bring, { once: true, capture: true }));
    return () => touches.forEach((touch) => removeEventListener(touch, bring, { capture: true }));
  }, []);
  return Layer ? <Layer /> : null;
}
