import type { HostRegistryCheck } from '@/shared/api/model';
import { took } from '@/shared/text/format';

const TLS: Record<HostRegistryCheck['tls'], string | null> = {
  TRUSTED: 'TLS trusted',
  UNTRUSTED: 'TLS not trusted',
  PLAIN_ANSWERED: 'plain HTTP answered, TLS expected',
  NOT_USED: 'plain HTTP, as allowed',
  UNKNOWN: null,
};
const LOGIN: Record<HostRegistryCheck['login'], string | null> = {
  ACCEPTED: 'login accepted',
  REFUSED: 'login refused',
  NOT_NEEDED: 'no login needed',
  UNKNOWN: null,
};

/** What a host found, in the order in which it came to know it: "Reached", "TLS trusted", "login accepted", "84 ms". */
export function findings({ asked, reached, tls, login, millis }: HostRegistryCheck): string[] {
  if (!asked) return ['Host not asked'];
  return [reached ? 'Reached' : 'Not reached', TLS[tls], LOGIN[login], took(millis)].filter(
    (each) => each !== null,
  );
}
