import { Progress } from '@mantine/core';
import classes from './Meter.module.css';

interface MeterProps {
  name: string;
  /** 0 to 1. */
  share: number;
  text: string;
}

/** How full something is; from 85 % on it warns, from 95 % on it alarms. */
export function Meter({ name, share, text }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const color = percent >= 95 ? 'var(--g-bad)' : percent >= 85 ? 'var(--g-crane)' : 'var(--g-accent)';
  return (
    <div className={classes.meter}>
      <div className={classes.words}>
        <span>{name}</span>
        <span className={classes.text}>{text}</span>
      </div>
      <Progress value={percent} color={color} size={6} radius="xl" aria-label={`${name}: ${text}`} />
    </div>
  );
}
