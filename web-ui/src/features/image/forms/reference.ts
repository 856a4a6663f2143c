/** The grammar of the distribution specification's references, as far as a person types one. */
const REFERENCE =
  /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?$/;

export function referenceProblem(text: string): string | null {
  if (text === '' || REFERENCE.test(text)) return null;
  if (/[A-Z]/.test(text.split(':')[0] ?? '')) return 'Names are lower-case; only the tag may have capitals';
  return 'Like shop/checkout:4.12 — a name, and a tag after a colon';
}

/** "ghcr.io/team/app:1" → "ghcr.io" and "team/app:1"; Docker's rules say whether the first part is a registry. */
function parts(text: string): { registry: string; rest: string } {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const named = /[.:]/.test(first) || first === 'localhost';
  return named ? { registry: first, rest: text.slice(slash + 1) } : { registry: 'docker.io', rest: text };
}

/** The name in full, with what Docker's rules add to it; null for what is no name. */
export function normalReference(text: string): string | null {
  if (text === '' || !REFERENCE.test(text)) return null;
  const { registry, rest } = parts(text);
  const path = registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest;
  return `${registry}/${path}${path.includes(':') ? '' : ':latest'}`;
}

export const registryOf = (text: string) => parts(text.trim()).registry;

/** The same name in another registry. Docker Hub's own images leave "library" behind. */
export function movedTo(registry: string, text: string): string {
  const { registry: from, rest } = parts(text.trim());
  return `${registry}/${from === 'docker.io' ? rest.replace(/^library\//, '') : rest}`;
}

/** A name for an archive that brings none: the file's own, cut to what a reference allows. */
export function suggestReference(fileName: string): string {
  const name = fileName
    .toLowerCase()
    .replace(/\.(tar|tgz|gz|zst|oci|zip)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? '' : `${name}:latest`;
}
