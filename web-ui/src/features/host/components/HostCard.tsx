import { IconBox, IconCloud, IconMapPin, IconStack3 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { Host } from '@/shared/api/model';
import { count } from '@/shared/text/format';
import { Ago } from '@/shared/ui/Time';
import { locationWords, osWords } from '../words';
import { Health } from './Health';
import { HostMenu } from './HostMenu';
import { HostPill } from './HostPill';
import classes from './HostCard.module.css';

export function HostCard({ host }: { host: Host }) {
  const me = useMe();
  const { facts } = host;
  return (
    <article className={classes.card} aria-label={`Host ${host.name}`}>
      <div className={classes.head}>
        <h2>
          <Link to="/hosts/$id" params={{ id: host.id }}>
            {host.name}
          </Link>
        </h2>
        <span className={classes.corner}>
          <HostPill state={host.state} />
          {me.admin && <HostMenu host={host} />}
        </span>
      </div>
      {host.state === 'UNREACHABLE' && (
        <p className={classes.gone}>
          Last seen <Ago time={host.lastSeenAt} />. Its containers keep running without the server.
        </p>
      )}
      {facts === null ? (
        <p className={classes.quiet}>
          Joined <Ago time={host.joinedAt} />; its first report is due.
        </p>
      ) : (
        <>
          <p className={classes.quiet}>
            {osWords(facts)} · {facts.architecture} · {facts.engine.runtime ?? 'no runtime'}
          </p>
          <Health host={host} />
        </>
      )}
      <div className={classes.foot}>
        <Link to="/containers" search={{ hostId: host.id }}>
          <IconBox size={15} aria-hidden /> {host.containers.running} of {host.containers.total} running
        </Link>
        <Link to="/images" search={{ hostId: host.id }}>
          <IconStack3 size={15} aria-hidden /> {count(host.images, 'image')}
        </Link>
        {facts !== null && (
          <span>
            {facts.location.site === 'cloud' ? (
              <IconCloud size={15} aria-hidden />
            ) : (
              <IconMapPin size={15} aria-hidden />
            )}
            {locationWords(facts)}
          </span>
        )}
      </div>
    </article>
  );
}
