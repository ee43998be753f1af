import { pushes } from "../../api/told";

/** What this browser can do for us, and does. */
export type DeviceState = "insecure" | "homeScreen" | "unsupported" | "refused" | "off" | "on";

const worker = "/sw.js";

export interface Device { state: DeviceState; endpoint: string }

/** Looks without asking anybody anything. */
export async function lookAtDevice(): Promise<Device> {
  const none = (state: DeviceState): Device => ({ state, endpoint: "" });
  if (!window.isSecureContext) return none("insecure");
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    const isApple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.maxTouchPoints > 1 && /Mac OS X/.test(navigator.userAgent));
    return none(isApple && !window.matchMedia("(display-mode: standalone)").matches ? "homeScreen" : "unsupported");
  }
  if (Notification.permission === "denied") return none("refused");
  const subscribed = Notification.permission === "granted" ? await subscription() : null;
  return subscribed ? { state: "on", endpoint: subscribed.endpoint } : none("off");
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration ? registration.pushManager.getSubscription() : null;
}

export class NoPushService extends Error {}

/** Asks the person, then the browser's push service, and tells the server where
 * it is. Only ever in answer to a click. */
export async function turnOn(): Promise<NotificationPermission> {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission;
  const { key } = await pushes.key();
  await navigator.serviceWorker.register(worker);
  const registration = await navigator.serviceWorker.ready;
  const old = await registration.pushManager.getSubscription();
  if (old && keyOf(old) !== key) await old.unsubscribe(); // of a server that was here before
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch((cause: unknown) => {
    throw new NoPushService("subscribe", { cause });
  });
  await pushes.add(made.toJSON());
  return permission;
}

/** A browser is told nothing while nobody is signed in there. Its person, back
 * again, goes on; nobody else inherits it, and what was removed elsewhere ends. */
export async function goOn(): Promise<void> {
  const mine = await subscription();
  if (!mine) return;
  const listed = (await pushes.list()).items.find((each) => each.endpoint === mine.endpoint);
  if (!listed) await mine.unsubscribe();
  else if (!listed.signed_in) await pushes.add(mine.toJSON());
}

function keyOf(subscribed: PushSubscription): string {
  const bytes = subscribed.options.applicationServerKey;
  return bytes ? btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : "";
}

/** This browser tells nobody any more: its person said so, or signs out. */
export async function turnOff(): Promise<void> {
  const mine = await subscription();
  if (!mine) return;
  const listed = (await pushes.list()).items.find((each) => each.endpoint === mine.endpoint);
  if (listed) await pushes.remove(listed.id);
  await mine.unsubscribe();
}
