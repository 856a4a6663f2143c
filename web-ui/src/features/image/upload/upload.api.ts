import { queryOptions } from '@tanstack/react-query';
import { get, post, remove, url, writeHeaders } from '@/shared/api/client';
import type { ArchiveUpload, Image } from '@/shared/api/model';
import { Problem, problemOf, unreachable } from '@/shared/api/problem';
import { work } from '@/shared/api/work';

/** Archives that this user began and no host has imported yet. */
export const archiveUploadsQuery = () =>
  queryOptions({
    queryKey: ['images', 'list', 'uploads'],
    queryFn: ({ signal }) => get<ArchiveUpload[]>('/images/uploads', undefined, signal),
    staleTime: 0,
  });

/** The same file, by name, size and time, goes on where it is. */
export const beginUpload = (file: File) =>
  post<ArchiveUpload>('/images/uploads', {
    fileName: file.name,
    sizeBytes: file.size,
    modifiedMs: file.lastModified,
  });

export const readUpload = (id: string, signal: AbortSignal) =>
  get<ArchiveUpload>(`/images/uploads/${id}`, undefined, signal);

export const discardUpload = (id: string) => remove(`/images/uploads/${id}`);

export const importUpload = (id: string, wanted: { hostId: string; reference: string }) =>
  work<Image>('POST', `/images/uploads/${id}/import`, {
    body: { hostId: wanted.hostId, reference: wanted.reference || null },
  });

/** Sends one chunk; XMLHttpRequest because fetch tells nothing about bytes on their way up. */
export async function sendChunk(
  id: string,
  offset: number,
  chunk: Blob,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<ArchiveUpload> {
  const headers = await writeHeaders();
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new DOMException('The upload was stopped', 'AbortError'));
      return;
    }
    const request = new XMLHttpRequest();
    request.open('PUT', url(`/images/uploads/${id}`, { offset: String(offset) }));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as ArchiveUpload);
      else reject(problemOf(request.status, body, request.getResponseHeader('X-Request-Id') ?? undefined));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(chunk);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether the same request may succeed a moment later: nobody answered, the server restarts, or the offset is another. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return (
    error.status === 0 ||
    error.status === 502 ||
    error.status === 503 ||
    error.status === 504 ||
    ['UPLOAD_MOVED', 'UPLOAD_BUSY', 'ARCHIVE_TRUNCATED'].includes(error.code)
  );
}
