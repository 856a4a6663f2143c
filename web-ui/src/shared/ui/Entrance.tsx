import type { ReactNode } from 'react';
import { Logo } from './Logo';
import { Sheets } from './Sheets';
import classes from './Entrance.module.css';

/** The card before everything else: one form, nothing to go to. */
export function Entrance({ title, hint, children }: { title: string; hint: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.deck}>
        <Sheets count={7} width={420} />
      </div>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={40} />
          <h1>{title}</h1>
        </div>
        {children}
        <p className={classes.hint}>{hint}</p>
      </div>
    </main>
  );
}
