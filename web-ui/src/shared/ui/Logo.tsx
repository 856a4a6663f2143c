/** A gantry crane that sets a sheet on the deck. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <g stroke="var(--g-crane)" strokeLinecap="round">
        <path d="M2.5 7.5h27" strokeWidth="2.6" />
        <path d="M7 7.5 4.5 27M25 7.5 27.5 27M8.8 8.5 4.8 24M23.2 8.5l4 15.500" strokeWidth="1.7" />
        <path d="M16 7.500v4" strokeWidth="1.7" />
      </g>
      <g fill="currentColor">
        <path d="m16 11 7 3-7 3-7-3z" />
        <path d="m16 16.500 7 3-7 3-7-3z" opacity=".6" />
        <path d="m16 22 7 3-7 3-7-3z" opacity=".32" />
      </g>
    </svg>
  );
}
