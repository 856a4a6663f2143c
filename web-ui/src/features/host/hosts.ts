import { useInfiniteQuery } from '@tanstack/react-query';
import { itemsOf } from '@/shared/api/paging';
import { hostsQuery } from './host.api';

/** The first hundred hosts, for pickers and counts. */
export function useHosts() {
  const { data } = useInfiniteQuery(hostsQuery());
  return itemsOf(data);
}

/** Address under which each host's published ports answer: its first IPv4 address, else its name. */
export function useHostAddresses(): (host: { id: string; name: string }) => string {
  const hosts = useHosts();
  return ({ id, name }) =>
    hosts.find((host) => host.id === id)?.facts?.addresses.find((a) => a.includes('.')) ?? name;
}
