import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bytes, count } from '@/shared/text/format';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { diskQuery } from '../disk/disk.api';
import { HostDisk } from '../disk/HostDisk';

/** What images take on every host's disk, and what they share. */
export function DiskPage() {
  const disk = useQuery(diskQuery());
  const hosts = disk.data?.hosts ?? [];
  const measured = hosts.flatMap((host) => (host.disk === null ? [] : [host.disk]));
  const total = measured.reduce((sum, each) => sum + each.totalBytes, 0);
  const back = measured.reduce((sum, each) => sum + each.reclaimableBytes, 0);
  return (
    <Page
      title="Disk use"
      over={<Link to="/images">Images</Link>}
      sub={
        disk.data === undefined
          ? 'The hosts measure their disks…'
          : `${bytes(total)} on ${count(measured.length, 'host')}, ${bytes(back)} of it in images that no container uses`
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={disk.isFetching}
          onClick={() => void disk.refetch()}
        >
          Measure again
        </Button>
      }
    >
      {disk.isError && <ProblemNotice error={disk.error} retry={() => void disk.refetch()} />}
      {disk.isPending && <Loading rows={6} />}
      {disk.data !== undefined && hosts.length === 0 && <Empty title="No host yet" />}
      {hosts.map((host) => (
        <Card
          key={host.hostId}
          title={
            <Link to="/hosts/$id" params={{ id: host.hostId }}>
              {host.hostName}
            </Link>
          }
        >
          <HostDisk host={host} />
        </Card>
      ))}
    </Page>
  );
}
