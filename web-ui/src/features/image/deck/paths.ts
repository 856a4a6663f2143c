/** Paths come with %XX for bytes that are no plain text; docs/api.md. */

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** For people: escaped bytes as \xHH, an escaped percent sign as itself. */
export function shown(path: string): string {
  return path.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    hex === '25' ? '%' : `\\x${hex.toLowerCase()}`,
  );
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** "a/b/c" lies in "", "a" and "a/b". */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
}

/** "4755" → "rwsr-xr-x". */
export function modeText(octal: string): string {
  const mode = parseInt(octal, 8);
  let text = '';
  for (let i = 8; i >= 0; i--) text += mode & (1 << i) ? 'rwx'.charAt((8 - i) % 3) : '-';
  const special = (bit: number, at: number, letter: string) => {
    if (!(mode & bit)) return;
    const on = text.charAt(at) === 'x' ? letter : letter.toUpperCase();
    text = text.slice(0, at) + on + text.slice(at + 1);
  };
  special(0o4000, 2, 's');
  special(0o2000, 5, 's');
  special(0o1000, 8, 't');
  return text;
}
