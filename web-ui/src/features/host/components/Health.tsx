import type { Host } from '@/shared/api/model';
import { Meter } from '@/shared/ui/Meter';
import { healthOf } from '../words';
import classes from './Health.module.css';

/** Load, memory and disk; `inline` sets them beside each other. */
export function Health({ host, inline = false }: { host: Host; inline?: boolean }) {
  return (
    <div
      className={classes.health}
      data-inline={inline || undefined}
      data-old={host.state === 'UNREACHABLE' || undefined}
    >
      {healthOf(host).map((meter) => (
        <Meter key={meter.name} {...meter} />
      ))}
    </div>
  );
}
