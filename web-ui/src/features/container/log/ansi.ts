/* eslint-disable no-control-regex -- control characters are what this file is about */
/** A run of text in one style; colours are CSS colour values made here, never text from the log. */
export interface Span {
  text: string;
  color?: string;
  background?: string;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
}

type Style = Omit<Span, 'text'>;

// ESC [ … final (ECMA-48 5.4); then strings to be swallowed whole: OSC, DCS, SOS, PM, APC up to ST or BEL; then ESC x.
const SEQUENCE =
  /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Only colours and weights survive; cursor moves, titles, links and clipboard requests vanish. */
export function parseAnsi(line: string): Span[] {
  if (!/[\u001b\u009b]/.test(line)) return [{ text: line.replace(CONTROLS, '') }];
  const spans: Span[] = [];
  let style: Style = {};
  let at = 0;
  const add = (text: string) => {
    const clean = text.replace(CONTROLS, '');
    if (clean !== '') spans.push({ text: clean, ...style });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  add(line.slice(at));
  return spans;
}

export function plainText(line: string): string {
  return parseAnsi(line)
    .map((span) => span.text)
    .join('');
}

/** Select graphic rendition, ECMA-48 8.3.117, with the 256 and 24 bit colours of ISO 8613-6. */
function restyle(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let next: Style = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 22) next = without(next, 'bold', 'dim');
    else if (code === 23) next = without(next, 'italic');
    else if (code === 24) next = without(next, 'underline');
    else if (code === 39) next = without(next, 'color');
    else if (code === 49) next = without(next, 'background');
    else if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(i + 1));
      if (color !== null) next[code === 38 ? 'color' : 'background'] = color;
      i += used;
    } else if (code >= 30 && code <= 37) next.color = named(code - 30);
    else if (code >= 90 && code <= 97) next.color = named(code - 82);
    else if (code >= 40 && code <= 47) next.background = named(code - 40);
    else if (code >= 100 && code <= 107) next.background = named(code - 92);
  }
  return next;
}

const named = (index: number) => `var(--ansi-${index})`;

function without(style: Style, ...names: (keyof Style)[]): Style {
  return Object.fromEntries(Object.entries(style).filter(([name]) => !names.includes(name as keyof Style)));
}

/** 5;n or 2;r;g;b, and how many codes that took. */
function extended(codes: number[]): [string | null, number] {
  const [mode, a = NaN, b = NaN, c = NaN] = codes;
  if (mode === 2 && [a, b, c].every((v) => v >= 0 && v <= 255)) return [`rgb(${a} ${b} ${c})`, 4];
  if (mode !== 5 || !(a >= 0 && a <= 255)) return [null, codes.length];
  if (a < 16) return [named(a), 2];
  if (a >= 232) return [grey(8 + (a - 232) * 10), 2];
  const level = (v: number) => (v === 0 ? 0 : 55 + v * 40);
  const n = a - 16;
  return [`rgb(${level(Math.floor(n / 36))} ${level(Math.floor(n / 6) % 6)} ${level(n % 6)})`, 2];
}

const grey = (v: number) => `rgb(${v} ${v} ${v})`;
