import type { ImageLayer } from '@/shared/api/model';

/** What a layer's history says, without the wrapping that builders add. */
export function layerCommand(createdBy: string | null): string {
  if (createdBy === null || createdBy === '') return 'The image does not say what made it';
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .trim();
}

/** What made a sheet; the one that is no archive's is a container's own. */
export function sheetWords(layer: ImageLayer | undefined): string {
  if (layer !== undefined && isOwn(layer)) return 'What the container wrote';
  return layerCommand(layer?.createdBy ?? null);
}

export const isOwn = (layer: ImageLayer) => layer.diffId === '';
