import { Select } from '@mantine/core';
import { useHosts } from '../hosts';

interface HostFilterProps {
  value: string | undefined;
  onChange: (hostId: string | undefined) => void;
}

/** Narrows a list to one host, or to none in particular. */
export function HostFilter({ value, onChange }: HostFilterProps) {
  const hosts = useHosts();
  return (
    <Select
      aria-label="Host"
      w={150}
      value={value ?? ''}
      onChange={(hostId) => onChange(hostId || undefined)}
      data={[{ value: '', label: 'All hosts' }, ...hosts.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}
