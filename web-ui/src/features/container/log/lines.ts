import { plainText } from './ansi';

/** One line of the log, whole again when the engine had to cut it. */
export interface Line {
  /** Rises by one; a line keeps its number when older ones are dropped. */
  number: number;
  time: string;
  stderr: boolean;
  text: string;
  /** Without colours, for searching. */
  plain: string;
}

interface Part {
  time: string;
  stream: string;
  text: string;
  partial: boolean;
}

export function parsePart(json: string): Part | null {
  try {
    const part = JSON.parse(json) as Partial<Part> | null;
    if (part === null || typeof part.text !== 'string') return null;
    return {
      time: part.time ?? '',
      stream: part.stream ?? 'stdout',
      text: part.text,
      partial: part.partial === true,
    };
  } catch {
    return null;
  }
}

/** A line longer than this is shown cut: no browser lays out megabytes in one row. */
const LINE_MAX = 32_768;

interface Bounds {
  lines: number;
  characters: number;
}

const BOUNDS: Bounds = { lines: 50_000, characters: 16 * 1024 * 1024 };

/** The newest lines within bounds; what does not fit falls off the old end. */
export class LineBuffer {
  private kept: Line[] = [];
  private characters = 0;
  private count = 0;
  private readonly open = new Map<string, Part>();

  constructor(private readonly bounds: Bounds = BOUNDS) {}

  /** Time of the newest line, to go on from after a break. */
  get newest(): string | null {
    return this.kept.at(-1)?.time ?? null;
  }

  get dropped(): number {
    return this.count - this.kept.length;
  }

  add(part: Part) {
    const before = this.open.get(part.stream);
    const text = (before?.text ?? '') + part.text;
    const whole = { ...part, time: before?.time ?? part.time, text: text.slice(0, LINE_MAX) };
    if (part.partial) {
      this.open.set(part.stream, whole);
      return;
    }
    this.open.delete(part.stream);
    const cut = text.length > LINE_MAX ? `${whole.text} … (cut)` : whole.text;
    this.kept.push({
      number: ++this.count,
      time: whole.time,
      stderr: part.stream === 'stderr',
      text: cut,
      plain: plainText(cut),
    });
    this.characters += cut.length;
    this.trim();
  }

  snapshot(): Line[] {
    return this.kept.slice();
  }

  private trim() {
    let drop = 0;
    // Dropping in slices of a tenth keeps the cost of each line constant.
    if (this.kept.length > this.bounds.lines) drop = Math.ceil(this.bounds.lines / 10);
    for (let i = 0; i < drop; i++) this.characters -= this.kept[i]?.text.length ?? 0;
    while (this.characters > this.bounds.characters && drop < this.kept.length - 1)
      this.characters -= this.kept[drop++]?.text.length ?? 0;
    if (drop > 0) this.kept = this.kept.slice(drop);
  }
}
