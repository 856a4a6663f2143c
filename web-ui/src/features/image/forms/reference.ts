/** The grammar of the distribution specification's references, as far as a person types one. */
const REFERENCE =
  /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?$/;

export function referenceProblem(text: string): string | null {
  if (text === '' || REFERENCE.test(text)) return null;
  if (/[A-Z]/.test(text.split(':')[0] ?? '')) return 'Names are lower-case; only the tag may have capitals';
  return 'Like shop/checkout:4.12 — a name, and a tag after a colon';
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
