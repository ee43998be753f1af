/** Two calm waves. */
export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="logo">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <g fill="none" className="logo-wave" strokeWidth="2.4" strokeLinecap="round">
        <path d="M6.5 13.2c3.2-2.6 6.3-2.6 9.5 0s6.3 2.6 9.5 0" />
        <path d="M6.5 19.6c3.2-2.6 6.3-2.6 9.5 0s6.3 2.6 9.5 0" opacity=".55" />
      </g>
    </svg>
  );
}
