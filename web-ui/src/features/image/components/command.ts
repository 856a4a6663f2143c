/** What a layer's history says, without the wrapping that builders add. */
export function layerCommand(createdBy: string | null): string {
  if (createdBy === null || createdBy === '') return 'The image does not say what made it';
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .trim();
}
