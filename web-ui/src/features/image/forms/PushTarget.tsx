import { Chip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Registry } from '@/shared/api/model';
import classes from './PushTarget.module.css';

interface PushTargetProps {
  /** The built-in registry's address. */
  own: string;
  registries: Registry[];
  /** The registry in the name that is typed. */
  chosen: string;
  choose: (registry: string) => void;
}

/** Which registry the name leads to, and how the host will log in there. */
export function PushTarget({ own, registries, chosen, choose }: PushTargetProps) {
  const others = registries.filter(({ host, mirrorOf }) => host !== own && mirrorOf === null);
  const hosts = [own, ...others.map(({ host }) => host)];
  const known = registries.find(({ host }) => host === chosen);
  return (
    <div className={classes.target}>
      <Chip.Group value={chosen} onChange={(value) => choose(value)}>
        <div className={classes.hosts} role="group" aria-label="Registry">
          {hosts.map((host) => (
            <Chip key={host} value={host} size="xs" variant="light">
              {host === own ? 'This server' : host}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <p className={classes.login}>
        {known?.username != null ? (
          <>
            The host logs in to {chosen === own ? 'this server' : chosen} as <strong>{known.username}</strong>
            {known.plainHttp && ', over plain HTTP'}.
          </>
        ) : chosen === own ? (
          <>The host is known to this server by its certificate: no login is needed.</>
        ) : (
          <>
            No login for {chosen} is known, and hardly any registry takes a push without one.{' '}
            {known === undefined ? (
              <Link to="/registries" search={{ add: true, host: chosen }}>
                Add its login
              </Link>
            ) : (
              <Link to="/registries">Give its login</Link>
            )}
          </>
        )}
      </p>
    </div>
  );
}
