/** Characters that no POSIX shell gives a meaning to. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One word as a POSIX shell reads it (XCU 2.2): in single quotes unless it is plain. */
export function quote(word: string): string {
  if (PLAIN.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Quoted words joined by blanks. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** What was wrong with a typed command. */
export class ShellSyntaxError extends Error {}

/** Splits what a person typed into words as a shell does: quotes and backslashes, but no expansion. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoteMark: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoteMark === null && /\s/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (quoteMark === null && (c === '"' || c === "'")) {
      quoteMark = c;
      word ??= '';
    } else if (c === quoteMark) {
      quoteMark = null;
    } else if (c === '\\' && quoteMark !== "'") {
      const next = text.charAt(++i);
      if (next === '') throw new ShellSyntaxError('A backslash at the end escapes nothing');
      word = (word ?? '') + (quoteMark === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else {
      word = (word ?? '') + c;
    }
  }
  if (quoteMark !== null) throw new ShellSyntaxError(`The quote ${quoteMark} is never closed`);
  if (word !== null) words.push(word);
  return words;
}
