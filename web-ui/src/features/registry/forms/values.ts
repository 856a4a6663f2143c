import { ownRegistry } from '@/features/repository';
import type { Registry, RegistrySpec } from '@/shared/api/model';

/** What the form holds; empty texts stand for what is not given. */
export interface RegistryValues {
  host: string;
  mirrorOf: string;
  plainHttp: boolean;
  authority: string;
  tokenHosts: string[];
  /** Whether hosts log in there. */
  known: boolean;
  username: string;
  /** Only ever a new one; the server never tells the one that it keeps. */
  secret: string;
}

export function valuesOf(registry: Registry | null): RegistryValues {
  return {
    host: registry?.host ?? '',
    mirrorOf: registry?.mirrorOf ?? '',
    plainHttp: registry?.plainHttp ?? false,
    authority: registry?.authority ?? '',
    tokenHosts: registry?.tokenHosts ?? [],
    known: registry !== null && registry.username !== null,
    username: registry?.username ?? '',
    secret: '',
  };
}

/** One that somebody wants to push to: it wants a login, and the built-in registry speaks as this page does. */
export function valuesFor(host: string): RegistryValues {
  const plainHttp = host === ownRegistry() && window.location.protocol === 'http:';
  return { ...valuesOf(null), host, plainHttp, known: true };
}

export function specOf(values: RegistryValues): RegistrySpec {
  const given = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    host: values.host.trim(),
    mirrorOf: given(values.mirrorOf),
    plainHttp: values.plainHttp,
    authority: given(values.authority) === null ? null : values.authority,
    tokenHosts: values.tokenHosts,
    username: values.known ? given(values.username) : null,
    // Spaces may belong to a secret.
    secret: values.known && values.secret !== '' ? values.secret : null,
  };
}

/** What becomes of the secret that is kept when nothing is typed: "kept" goes on, the others ask for one. */
export type SecretState = 'none' | 'kept' | 'exposed';

/** Exposed: what was changed decides who gets to see it, so the server wants it again. */
export function secretState(registry: Registry | null, values: RegistryValues): SecretState {
  if (registry === null || registry.username === null) return 'none';
  const { host, plainHttp, authority, tokenHosts } = specOf(values);
  const same =
    host === registry.host &&
    plainHttp === registry.plainHttp &&
    authority === registry.authority &&
    tokenHosts?.join() === registry.tokenHosts.join();
  return same ? 'kept' : 'exposed';
}

export function hostProblem(text: string): string | null {
  const host = text.trim();
  if (host === '') return 'Name the host';
  if (/^[a-z]+:\/\//i.test(host)) return 'Only the name, without what stands before ://';
  if (host.includes('/')) return 'Only the host; the rest of a name stands in the image’s name';
  return null;
}
