import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startTheme } from "./ui/theme";
import { firstLocale, startWords } from "./words";
import "../../tokens/tokens.css";
import "./app/base.css";
import "./app/antd.css";

startTheme();
void startWords(firstLocale()).then(() => {
  createRoot(document.getElementById("root")!).render(<App />);
});
