/** One layer of an image, 0 for its lowest. */
export interface Choice {
  image: string;
  layer: number;
}

/** As an address holds them, from the lowest to the highest. */
export const textOf = (layers: Choice[]) => layers.map(({ image, layer }) => `${image}@${layer}`).join(',');

/** What is no choice is left out. */
export function choicesOf(text: string | undefined): Choice[] {
  return (text ?? '').split(',').flatMap((part) => {
    const match = /^(sha256:[0-9a-f]{64})@(\d{1,3})$/.exec(part);
    return match?.[1] === undefined ? [] : [{ image: match[1], layer: Number(match[2]) }];
  });
}

/** One sheet moved; beyond the ends nothing moves. */
export function moved(layers: Choice[], from: number, to: number): Choice[] {
  const one = layers[from];
  if (one === undefined || to < 0 || to >= layers.length) return layers;
  const rest = layers.filter((_, i) => i !== from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}
