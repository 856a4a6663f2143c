/**
 * The built-in registry as it stands in an image's name: this server's address, as the browser knows it. A bare name
 * would be read as a part of Docker Hub, so it gets its port.
 */
export function ownRegistry(
  { host, protocol }: Pick<Location, 'host' | 'protocol'> = window.location,
): string {
  if (/[.:]/.test(host) || host === 'localhost') return host;
  return `${host}:${protocol === 'https:' ? 443 : 80}`;
}
