import type { ReactNode } from 'react';
import classes from './Pill.module.css';

export type Tone = 'ok' | 'busy' | 'bad' | 'idle';

/** A state in one word, with a dot that says the same by colour and shape. */
export function Pill({
  tone,
  moving = false,
  children,
}: {
  tone: Tone;
  moving?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classes.pill} data-tone={tone} data-moving={moving || undefined}>
      <span className={classes.dot} />
      {children}
    </span>
  );
}
