import type { ReactNode } from 'react';
import { useDocumentTitle } from '@mantine/hooks';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** Replaces the title on the page, not in the tab. */
  heading?: ReactNode;
  over?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, heading, over, sub, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Gantry`);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.words}>
          {over !== undefined && <div className={classes.over}>{over}</div>}
          <h1>{heading ?? title}</h1>
          {sub !== undefined && <div className={classes.sub}>{sub}</div>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  side?: ReactNode;
  flush?: boolean;
  children: ReactNode;
  className?: string;
}

export function Card({ title, side, flush = false, children, className }: CardProps) {
  return (
    <section className={[classes.card, className].filter(Boolean).join(' ')}>
      {(title !== undefined || side !== undefined) && (
        <div className={classes.cardHead}>
          {title !== undefined && <h2>{title}</h2>}
          {side}
        </div>
      )}
      <div className={flush ? undefined : classes.cardBody}>{children}</div>
    </section>
  );
}

/** Name and value pairs; a null value is left out. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
