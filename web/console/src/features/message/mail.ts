/** Stands where a picture from elsewhere was not loaded. */
const held = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='24' height='24'%3E%3Crect width='100%25' height='100%25' fill='%239aa5a3' opacity='.25'/%3E%3C/svg%3E";

/** The document in which a mail body is shown. Scripts never run (the frame is
 * sandboxed as well). Pictures from elsewhere tell the sender that somebody has
 * read the mail, and from where: only our own copies are ever shown. */
export function mailDocument(html: string, dark: boolean): string {
  const policy = "default-src 'none'; img-src 'self' data: cid:; style-src 'unsafe-inline'; font-src data:";
  const ink = dark ? "#e3e9e8" : "#18211f";
  return [
    "<!doctype html><html><head><meta charset=\"utf-8\">",
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    "<meta name=\"referrer\" content=\"no-referrer\"><base target=\"_blank\">",
    `<style>html{background:transparent;color-scheme:${dark ? "dark" : "light"}}body{margin:0;font:14px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:${ink};overflow-wrap:anywhere}`,
    `img[src^="http:"],img[src^="https:"]{content:url("${held}")}`,
    "img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #9aa5a3;opacity:.85}pre{white-space:pre-wrap}</style>",
    "</head><body>", html, "</body></html>",
  ].join("");
}

export function hasRemotePictures(html: string): boolean {
  return /<img\b[^>]*\bsrc\s*=\s*["']?https?:/i.test(html);
}

interface Enclosed { content_id?: string; url: string }

/** Pictures that came inside the mail are shown from where they are kept. */
export function withEnclosed(html: string, attachments: Enclosed[]): string {
  const byId = new Map(attachments.filter((each) => each.content_id).map((each) => [each.content_id!, each.url]));
  return html.replace(/\bcid:([^"'\s>)]+)/gi, (found, id: string) => byId.get(decodeURIComponent(id)) ?? found);
}

/** Pictures from elsewhere are shown from our copies; those we have none of stay out. */
export function withCopies(html: string, remote: { source: string; url: string }[]): string {
  if (remote.length === 0) return html;
  const copies = new Map(remote.map((each) => [each.source, each.url]));
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const picture of page.querySelectorAll("img[src^='http']")) {
    const copy = copies.get(picture.getAttribute("src") ?? "");
    if (copy) picture.setAttribute("src", copy);
  }
  return page.body.innerHTML;
}
