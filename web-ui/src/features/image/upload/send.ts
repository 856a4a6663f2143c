import type { Image, Operation } from '@/shared/api/model';
import { uploadImage, type Upload } from '../image.api';
import { CHUNKED_FROM, pause, sendRest, type ChunkProgress } from './chunks';
import { beginUpload, importUpload, isPassing, readUpload, sendChunk } from './upload.api';

/** Sends an archive whatever its size. Resolves with the image, or with the operation that goes on unpacking it. */
export async function sendArchive(
  upload: Upload,
  progress: ChunkProgress,
  signal: AbortSignal,
): Promise<Operation | Image> {
  const { file, hostId, reference } = upload;
  if (file.size < CHUNKED_FROM) return uploadImage(upload, progress.sent, signal);
  const session = await beginUpload(file);
  progress.sent(session.receivedBytes);
  await sendRest(
    file,
    session.receivedBytes,
    {
      send: (offset, chunk, onProgress, stop) => sendChunk(session.id, offset, chunk, onProgress, stop),
      read: (stop) => readUpload(session.id, stop),
      isPassing,
      wait: pause,
    },
    progress,
    signal,
  );
  const outcome = await importUpload(session.id, { hostId, reference });
  return outcome.done ? outcome.result : outcome.operation;
}
