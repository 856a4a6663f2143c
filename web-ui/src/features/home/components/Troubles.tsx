import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Ago } from '@/shared/ui/Time';
import type { Trouble } from '../troubles';
import classes from './Troubles.module.css';

export function Troubles({ troubles }: { troubles: Trouble[] }) {
  if (troubles.length === 0)
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={18} aria-hidden /> Nothing. Every host is connected, and what should run runs.
      </p>
    );
  return (
    <ul className={classes.list}>
      {troubles.map((trouble) => (
        <li key={trouble.key}>
          <IconAlertTriangle size={17} aria-hidden />
          <div>
            {trouble.kind === 'host' ? (
              <Link to="/hosts/$id" params={{ id: trouble.id }}>
                {trouble.name}
              </Link>
            ) : (
              <Link to="/containers/$id" params={{ id: trouble.id }}>
                {trouble.name}
              </Link>
            )}
            <p>{trouble.why}</p>
          </div>
          {trouble.at !== null && (
            <span className={classes.at}>
              <Ago time={trouble.at} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
