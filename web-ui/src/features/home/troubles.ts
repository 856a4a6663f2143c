import { exitWords, phaseOf } from '@/features/container';
import type { Container, Host } from '@/shared/api/model';

export type Trouble = { key: string; name: string; why: string; at: string | null } & (
  { kind: 'host'; id: string } | { kind: 'container'; id: string }
);

const DAY_MS = 86_400_000;

/** What a person should look at: lost hosts, hosts nearly full, containers that failed or died and should run. */
export function troublesOf(hosts: Host[], containers: Container[], now = Date.now()): Trouble[] {
  return [...hosts.flatMap((host) => hostTroubles(host, now)), ...containers.flatMap(containerTroubles)];
}

function hostTroubles(host: Host, now: number): Trouble[] {
  const base = { key: `h${host.id}`, kind: 'host' as const, id: host.id, name: host.name };
  if (host.state === 'UNREACHABLE')
    return [{ ...base, why: 'Unreachable; its containers run on, unseen.', at: host.lastSeenAt }];
  const found: Trouble[] = [];
  const { facts, load } = host;
  if (facts !== null && facts.engine.runtime === null)
    found.push({ ...base, key: `${base.key}r`, why: `No runtime works: ${facts.engine.reason}`, at: null });
  if (facts !== null && load !== null && load.diskAvailableBytes < 0.05 * facts.diskBytes)
    found.push({ ...base, key: `${base.key}d`, why: 'Less than 5 % of its disk is free.', at: null });
  const until = host.certificateExpiresAt;
  if (until !== null && Date.parse(until) - now < 7 * DAY_MS)
    found.push({
      ...base,
      key: `${base.key}c`,
      why: 'Its certificate ends within a week and was not renewed.',
      at: null,
    });
  return found;
}

function containerTroubles(container: Container): Trouble[] {
  if (container.stale) return [];
  const phase = phaseOf(container);
  const died = phase === 'EXITED' && container.power === 'ON' && container.status?.exitCode !== 0;
  if (phase !== 'FAILED' && !died) return [];
  return [
    {
      key: `c${container.id}`,
      kind: 'container',
      id: container.id,
      name: container.name,
      why: exitWords(container) ?? '',
      at: container.status?.finishedAt ?? null,
    },
  ];
}
