import { until } from './commands';
import type { Host, Installation, Page } from './installation';

/** The options of a fresh join line. */
export async function joinOptions(installation: Installation, name: string): Promise<string[]> {
  const made = await installation.ask<{ command: string }>('POST', '/api/v1/hosts/join-tokens', {
    body: { name },
  });
  const [, fingerprint] = / --fingerprint (\S+)/.exec(made.command) ?? [];
  const [, token] = / --token (\S+)/.exec(made.command) ?? [];
  return [
    ...['--server', `127.0.0.1:${installation.agentPort}`],
    ...['--token', token ?? '', '--fingerprint', fingerprint ?? ''],
  ];
}

/** The host of this name, once it is connected. */
export function connected(installation: Installation, name: string): Promise<Host> {
  return until(`${name} is connected`, async () => {
    const hosts = await installation.ask<Page<Host>>('GET', '/api/v1/hosts');
    return hosts.items.find((host) => host.name === name && host.state === 'CONNECTED');
  });
}
