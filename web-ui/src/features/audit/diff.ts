/** One field that differs; undefined where it did not exist. */
export interface Difference {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What differs between two JSON values, field by field; equal fields are left out. */
export function differences(before: unknown, after: unknown): Difference[] {
  const old = flatten(before);
  const fresh = flatten(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((path) => ({ path, before: old.get(path), after: fresh.get(path) }))
    .filter((difference) => difference.before !== difference.after);
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path !== '') into.set(path, 'null');
  } else if (typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) {
      const here = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`;
      flatten(inner, path + here, into);
    }
  } else {
    into.set(path === '' ? 'value' : path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return into;
}
