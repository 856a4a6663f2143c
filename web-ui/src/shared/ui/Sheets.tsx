import classes from './Sheets.module.css';

/** The deck of transparent sheets, as a quiet drawing. */
export function Sheets({ count = 4, width = 132 }: { count?: number; width?: number }) {
  const gap = 13;
  const height = 46 + gap * (count - 1);
  return (
    <svg
      className={classes.deck}
      width={width}
      viewBox={`0 0 120 ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      {Array.from({ length: count }, (_, i) => {
        const y = gap * (count - 1 - i);
        return <path key={i} d={`M60 ${y + 2} 116 ${y + 23} 60 ${y + 44} 4 ${y + 23}z`} />;
      })}
    </svg>
  );
}
