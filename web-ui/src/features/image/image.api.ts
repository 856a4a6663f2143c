import { get, post, remove, url, writeHeaders } from '@/shared/api/client';
import type { Image, ImageDetail, Operation, Page } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';
import { problemOf, unreachable } from '@/shared/api/problem';
import { thingOf } from '@/shared/api/thing';
import { handOver, work } from '@/shared/api/work';

export interface ImageFilter {
  q?: string;
  hostId?: string;
  unused?: boolean;
}

export const imagesQuery = (filter: ImageFilter = {}) =>
  pagesOf(['images', 'list', filter], (cursor, signal) =>
    get<Page<Image>>('/images', { ...filter, cursor, limit: 50 }, signal),
  );

export const imageQuery = (digest: string) =>
  thingOf(['images', digest], (signal) => get<ImageDetail>(`/images/${digest}`, undefined, signal));

export const removeImage = (digest: string, options: { hostId?: string; force?: boolean }) =>
  work<Image>('DELETE', `/images/${digest}`, { query: options });

/** A name leads to one image: one that leads elsewhere now will lead here instead. */
export const giveName = (digest: string, reference: string) =>
  post<Image>(`/images/${digest}/references`, { reference });

/** The image stays, also without any name. */
export const takeName = (digest: string, reference: string) =>
  remove<Image>(`/images/${digest}/references`, { reference });

/** Without a host to copy from: any that has it. */
export const copyImage = (digest: string, wanted: { hostId: string; fromHostId?: string }) =>
  work<Image>('POST', `/images/${digest}/copy`, { body: wanted });

/** Without host ids: every connected host. */
export const pullImage = (wanted: { reference: string; platform: string | null; hostIds: string[] }) =>
  work<Image>('POST', '/images/pull', { body: wanted, patience: 1 });

/** Without a host id: any host that has it. */
export const pushImage = (digest: string, wanted: { reference: string; hostId: string | null }) =>
  work<Image>('POST', `/images/${digest}/push`, { body: wanted, patience: 1 });

export interface Upload {
  file: File;
  hostId: string;
  reference: string;
}

/**
 * Sends an archive as it is; XMLHttpRequest because fetch tells nothing about bytes on their way up.
 * Resolves with the image, or with the operation that goes on unpacking it.
 */
export async function uploadImage(
  { file, hostId, reference }: Upload,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<Operation | Image> {
  const headers = await writeHeaders();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url('/images', { hostId, reference }));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Prefer', 'wait=2');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 202) handOver(body as Operation);
      if (request.status >= 200 && request.status < 300) resolve(body as Operation | Image);
      else reject(problemOf(request.status, body, request.getResponseHeader('X-Request-Id') ?? undefined));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
