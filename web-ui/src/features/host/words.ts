import type { Host, HostFacts } from '@/shared/api/model';
import { bytes } from '@/shared/text/format';

const PROVIDERS: Record<string, string> = { azure: 'Azure', aws: 'AWS', google: 'Google Cloud' };

export function locationWords({ location }: HostFacts): string {
  if (location.site === 'on-premises' || location.provider === null) return 'On premises';
  const place = [location.region, location.zone && `zone ${location.zone}`].filter(Boolean).join(', ');
  return [PROVIDERS[location.provider] ?? location.provider, place].filter(Boolean).join(', ');
}

export const osWords = ({ os }: HostFacts) => `${os.name} ${os.version}`;

interface Health {
  name: string;
  share: number;
  text: string;
}

/** Load against CPUs, memory and disk in use; empty before the first report. */
export function healthOf({ facts, load }: Host): Health[] {
  if (facts === null || load === null) return [];
  const memory = facts.memoryBytes - load.memoryAvailableBytes;
  const disk = facts.diskBytes - load.diskAvailableBytes;
  return [
    { name: 'Load', share: load.load1 / facts.cpus, text: `${load.load1.toFixed(1)} on ${facts.cpus} CPUs` },
    {
      name: 'Memory',
      share: memory / facts.memoryBytes,
      text: `${bytes(memory)} of ${bytes(facts.memoryBytes)}`,
    },
    { name: 'Disk', share: disk / facts.diskBytes, text: `${bytes(disk)} of ${bytes(facts.diskBytes)}` },
  ];
}
