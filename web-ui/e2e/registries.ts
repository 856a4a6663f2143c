import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from './fixtures';
import { busybox } from './images';
import type { Installation } from './installation';

/** A token with which a host may log in to the built-in registry. */
async function registryToken(installation: Installation): Promise<string> {
  const body = { name: `registry ${performance.now()}`, expiresInDays: 1 };
  return (await installation.ask<{ secret: string }>('POST', '/api/v1/tokens', { body })).secret;
}

/** Tells hosts how to reach and log in to a registry on loopback; answers how to forget it. */
export async function addRegistry(installation: Installation, host: string): Promise<() => Promise<unknown>> {
  const secret = await registryToken(installation);
  const body = { host, plainHttp: true, username: 'e2e', secret };
  const { id } = await installation.ask<{ id: string }>('POST', '/api/v1/registries', { body });
  return () => installation.ask('DELETE', `/api/v1/registries/${id}`);
}

/** Imports the archive, busybox if none is named, and answers the image's digest. */
export async function importAs(
  installation: Installation,
  reference: string,
  archive = busybox(),
): Promise<string> {
  const imported = await installation.importImage(await archive, reference);
  expect(imported.status, JSON.stringify(imported.body)).toBeLessThan(300);
  return imported.body.digest;
}

export interface Brake {
  /** As in an image's name. */
  host: string;
  /** From now on at full speed. */
  release: () => void;
  close: () => void;
}

/** Stands before a registry on loopback and lets only so many bytes a second through, so that a pull can be watched. */
export async function brake(port: number, bytesPerSecond: number): Promise<Brake> {
  let released = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const registry = connect(port, '127.0.0.1');
    for (const socket of [client, registry]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    client.pipe(registry);
    registry
      .on('end', () => client.end())
      .on('data', (part: Buffer) => {
        client.write(part);
        if (released) return;
        registry.pause();
        setTimeout(() => registry.resume(), (1000 * part.length) / bytesPerSecond);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    release: () => {
      released = true;
    },
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
