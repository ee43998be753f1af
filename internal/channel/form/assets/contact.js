// Puts a contact form where this script stands:
// <script async src="https://desk.example.com/contact.js" data-channel="KEY"></script>
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !script.dataset.channel) return;
  const desk = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  const locale = script.dataset.locale;
  frame.src = `${desk}/contact/${encodeURIComponent(script.dataset.channel)}${locale && locale !== "auto" ? `?lang=${encodeURIComponent(locale)}` : ""}`;
  frame.title = script.dataset.title || (/^zh/i.test(locale || document.documentElement.lang || navigator.language) ? "联系我们" : "Contact us");
  frame.style.cssText = "display:block;width:100%;height:640px;border:0;color-scheme:auto";
  script.after(frame);
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== desk) return;
    const { t, height } = event.data || {};
    if (t === "anlan-contact" && height > 0 && height < 20000) frame.style.height = `${Math.ceil(height)}px`;
  });
})();
