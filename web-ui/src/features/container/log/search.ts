import type { Span } from './ansi';
import type { Line } from './lines';

/** Indices of the lines that hold the text, in any case. */
export function findLines(lines: readonly Line[], text: string): number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  const found: number[] = [];
  lines.forEach((line, i) => {
    if (line.plain.toLowerCase().includes(wanted)) found.push(i);
  });
  return found;
}

export type Piece = Span & { hit: boolean };

/** Cuts styled spans where the searched text begins and ends; a hit may cross spans. */
export function markHits(spans: Span[], text: string): Piece[] {
  if (text === '') return spans.map((span) => ({ ...span, hit: false }));
  const whole = spans.map((span) => span.text).join('');
  const cuts = hitsIn(whole, text);
  const pieces: Piece[] = [];
  let offset = 0;
  for (const span of spans) {
    let at = 0;
    while (at < span.text.length) {
      const position = offset + at;
      const hit = cuts.find(([from, to]) => position >= from && position < to);
      const next = hit?.[1] ?? cuts.find(([from]) => from > position)?.[0] ?? Infinity;
      const end = Math.min(span.text.length, next - offset);
      pieces.push({ ...span, text: span.text.slice(at, end), hit: hit !== undefined });
      at = end;
    }
    offset += span.text.length;
  }
  return pieces;
}

function hitsIn(whole: string, text: string): [from: number, to: number][] {
  const [hay, needle] = [whole.toLowerCase(), text.toLowerCase()];
  const hits: [number, number][] = [];
  // Case folding that changes lengths would misplace the marks; such a line is shown without.
  if (hay.length !== whole.length) return hits;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length))
    hits.push([at, at + needle.length]);
  return hits;
}
