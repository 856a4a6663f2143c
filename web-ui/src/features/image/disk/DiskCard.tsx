import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card } from '@/shared/ui/Page';
import { diskQuery } from './disk.api';
import { HostDisk } from './HostDisk';

/** One host's disk, on the host's own page. */
export function DiskCard({ hostId }: { hostId: string }) {
  const disk = useQuery(diskQuery(hostId));
  const host = disk.data?.hosts[0];
  return (
    <Card
      title="Disk use"
      side={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={14} />}
          loading={disk.isFetching}
          onClick={() => void disk.refetch()}
        >
          Measure again
        </Button>
      }
    >
      {disk.isError ? (
        <ProblemNotice error={disk.error} retry={() => void disk.refetch()} />
      ) : host === undefined ? (
        <Loading rows={3} />
      ) : (
        <HostDisk host={host} />
      )}
    </Card>
  );
}
