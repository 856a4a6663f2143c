import type { PortMapping } from '@/shared/api/model';

const SECURE = new Set([443, 8443, 9443]);

/**
 * Where a published port answers. A loopback address, or a host named like nothing in DNS, is reached the way this page
 * was: Gantry's own machine. Null for UDP, which no browser speaks.
 */
export function portUrl(port: PortMapping, address: string, page = window.location.hostname): string | null {
  if (port.protocol !== 'TCP') return null;
  const bound = port.hostAddress;
  const name = bound !== null && bound !== '0.0.0.0' ? bound : address;
  const target = name === '' || name.startsWith('127.') ? page : name;
  const scheme = SECURE.has(port.containerPort) ? 'https' : 'http';
  return `${scheme}://${target.includes(':') ? `[${target}]` : target}:${port.hostPort}/`;
}
