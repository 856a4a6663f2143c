import { expect, it } from 'vitest';
import type { ArchiveUpload } from '@/shared/api/model';
import { CHUNK_BYTES, pause, sendRest, type Wire } from './chunks';

const file = new Blob([new Uint8Array(2 * CHUNK_BYTES + 10)]);
const quiet = { sent: () => undefined, waiting: () => undefined };

/** A server that fails as told: by the number of the request, with how many bytes of it having come. */
function wireThat(fails: Record<number, number>, waits: number[] = []) {
  const offsets: number[] = [];
  let here = 0;
  let requests = 0;
  const state = () => ({ receivedBytes: here }) as ArchiveUpload;
  const wire: Wire = {
    send: (offset, chunk) => {
      offsets.push(offset);
      const kept = fails[++requests];
      if (kept !== undefined) {
        here += kept;
        return Promise.reject(new Error('the network broke'));
      }
      here += chunk.size;
      return Promise.resolve(state());
    },
    read: () => Promise.resolve(state()),
    isPassing: (error) => error instanceof Error && error.message === 'the network broke',
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  return { wire, offsets };
}

it('sends what is left, chunk by chunk', async () => {
  const { wire, offsets } = wireThat({});
  await sendRest(file, 0, wire, quiet, new AbortController().signal);
  expect(offsets).toEqual([0, CHUNK_BYTES, 2 * CHUNK_BYTES]);
});

it('goes on after a break where the server says, and waits longer each time', async () => {
  const waits: number[] = [];
  const waiting: (number | null)[] = [];
  const { wire, offsets } = wireThat({ 2: 1000, 3: 0, 4: 0 }, waits);
  const progress = { sent: () => undefined, waiting: (n: number | null) => waiting.push(n) };
  await sendRest(file, 0, wire, progress, new AbortController().signal);
  const again = CHUNK_BYTES + 1000;
  expect(offsets).toEqual([0, CHUNK_BYTES, again, again, again]);
  expect(waits).toEqual([1000, 2000, 4000]);
  expect(waiting).toEqual([1, 2, 3, null]);
});

it('gives up after many tries without a byte, and at once when a try can not help', async () => {
  const always = wireThat(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i + 1, 0])));
  await expect(sendRest(file, 0, always.wire, quiet, new AbortController().signal)).rejects.toThrow('broke');
  expect(always.offsets).toHaveLength(10);
  const { wire, offsets } = wireThat({ 1: 0 });
  await expect(
    sendRest(file, 0, { ...wire, isPassing: () => false }, quiet, new AbortController().signal),
  ).rejects.toThrow();
  expect(offsets).toHaveLength(1);
});

it('a pause ends at once when it is stopped', async () => {
  const stop = new AbortController();
  const paused = pause(60_000, stop.signal);
  stop.abort();
  await expect(paused).rejects.toMatchObject({ name: 'AbortError' });
});
