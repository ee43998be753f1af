// Stands behind the pages: shows what the server pushes, in the words that it
// chose for its reader, and leads to it. It keeps nothing and serves no page.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

async function show(data) {
  const said = read(data);
  const pages = await self.clients.matchAll({ type: "window" });
  await self.registration.showNotification(said.title || "Anlan", {
    body: said.body || "",
    lang: said.lang || "",
    icon: "/icon-192.png",
    badge: "/badge-96.png",
    tag: said.conversation || said.channel || said.queue ? `${said.kind}:${said.conversation || said.channel || said.queue}` : said.kind || "anlan", // the newest about a conversation stands for those before
    renotify: Boolean(said.kind),
    silent: pages.some((page) => page.focused), // the page says it too
    data: said,
  });
}

function read(data) {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
}

/** To the window that is open, which goes there by itself and loses nothing; or to a new one. */
async function lead(to) {
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((each) => each.focused) || pages.find((each) => each.visibilityState === "visible") || pages[0];
  if (!page) return void await self.clients.openWindow(address(to));
  page.postMessage({ t: "notification", ...to });
  await page.focus().catch(() => undefined);
}

function address(to) {
  if (to && to.queue) return "/floor";
  if (to && to.channel) return `/settings/channels/${encodeURIComponent(to.channel)}`;
  if (!to || !to.conversation) return "/";
  const search = new URLSearchParams({ c: to.conversation });
  if (to.message && to.kind === "mentioned") search.set("m", to.message);
  return `/desk/all?${search}`;
}

/** The browser's push service moved us: the server is told of the new place. */
async function renew(event) {
  const old = event.oldSubscription;
  const now = event.newSubscription || (old && await self.registration.pushManager.subscribe(old.options));
  if (!now) return;
  await fetch("/v1/me/push-subscriptions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(now) });
}
