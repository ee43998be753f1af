import type { ComponentChildren } from "preact";

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const Close = () => <Icon><path d="M6 6l12 12M18 6L6 18" /></Icon>;
export const Send = () => <Icon><path d="M12 19V5M5.5 11.5L12 5l6.5 6.5" /></Icon>;
export const Clip = () => <Icon><path d="M20 11l-8 8a5 5 0 0 1-7-7l8-8a3 3 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l8-8" /></Icon>;
export const Page = () => <Icon><path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5" /></Icon>;
export const Down = () => <Icon size={16}><path d="M12 5v14M6 13l6 6 6-6" /></Icon>;
export const Again = () => <Icon size={16}><path d="M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6" /></Icon>;
export const Waves = () => <Icon><path d="M3 9c3-3 6-3 9 0s6 3 9 0M3 15c3-3 6-3 9 0s6 3 9 0" /></Icon>;

/** One tick: sent; two: delivered or read. The word beside it says the same. */
export const Ticks = ({ two }: { two: boolean }) => <Icon size={14}><path d={two ? "M2 13l4 4 9-10M11 17l9-10" : "M5 13l4 4 10-10"} /></Icon>;
export const Clock = () => <Icon size={14}><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" /></Icon>;
export const Alarm = () => <Icon size={14}><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5v5M12 16v.2" /></Icon>;
export const Smile = () => <Icon><circle cx="12" cy="12" r="8.5" /><path d="M8.5 14.5c1.8 2 5.2 2 7 0M9 9.5v.2M15 9.5v.2" /></Icon>;
