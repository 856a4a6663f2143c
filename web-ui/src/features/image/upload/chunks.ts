import type { ArchiveUpload } from '@/shared/api/model';

/** Small enough to lose little when a connection breaks, large enough that the way there and back does not count. */
export const CHUNK_BYTES = 16 * 1024 ** 2;

/** From here on an archive comes in chunks; smaller ones are sent at once, as they are. */
export const CHUNKED_FROM = 2 * CHUNK_BYTES;

/** Tries without a new byte before the person is asked; some minutes in all. */
const PATIENCE = 9;
const LONGEST_WAIT_MS = 30_000;

export interface Wire {
  send: (
    offset: number,
    chunk: Blob,
    onProgress: (sent: number) => void,
    signal: AbortSignal,
  ) => Promise<ArchiveUpload>;
  read: (signal: AbortSignal) => Promise<ArchiveUpload>;
  isPassing: (error: unknown) => boolean;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface ChunkProgress {
  /** Called often, with bytes that are on their way counted. */
  sent: (bytes: number) => void;
  /** The connection is away; null when it is back. */
  waiting: (since: number | null) => void;
}

/** Sends what is left of the file; goes on after a break at the offset that the server names, however often it breaks. */
export async function sendRest(
  file: Blob,
  from: number,
  wire: Wire,
  progress: ChunkProgress,
  signal: AbortSignal,
): Promise<void> {
  let at = from;
  let failures = 0;
  while (at < file.size) {
    try {
      if (failures > 0) at = (await wire.read(signal)).receivedBytes;
      const chunk = file.slice(at, Math.min(file.size, at + CHUNK_BYTES));
      const begin = at;
      const after = await wire.send(at, chunk, (sent) => progress.sent(begin + sent), signal);
      at = after.receivedBytes;
      if (failures > 0) progress.waiting(null);
      failures = 0;
      progress.sent(at);
    } catch (error) {
      if (!wire.isPassing(error) || ++failures > PATIENCE) throw error;
      progress.waiting(failures);
      await wire.wait(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures), signal);
    }
  }
}

/** Ends early, with an AbortError, when the person stops. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('The upload was stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
