import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import { totalOf } from '@/shared/api/paging';
import { count } from '@/shared/text/format';
import { CursorList } from '@/shared/ui/CursorList';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { HostCard } from '../components/HostCard';
import { AddHostDialog } from '../forms/AddHostDialog';
import { hostsQuery } from '../host.api';
import classes from './HostListPage.module.css';

export function HostListPage() {
  const me = useMe();
  const { add, ...filter } = useSearch({ from: '/shell/hosts' });
  const navigate = useNavigate({ from: '/hosts' });
  const list = useInfiniteQuery(hostsQuery(filter));
  const total = totalOf(list.data);
  const opened = add === true && me.admin;
  const openDialog = (open: boolean) =>
    void navigate({ search: (now) => ({ ...now, add: open ? true : undefined }), replace: true });
  const addButton = me.admin && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => openDialog(true)}>
      Add host
    </Button>
  );
  const nothing = (
    <Card>
      <Empty title={filter.q === undefined ? 'No host yet' : 'No host matches'} action={addButton}>
        A host is a machine with Gantry’s agent. Add the first one, and containers have a place to run.
      </Empty>
    </Card>
  );
  return (
    <Page
      title="Hosts"
      sub={list.data === undefined ? 'Machines with an agent' : `${count(total, 'machine')} with an agent`}
      actions={addButton}
    >
      {(total > 6 || filter.q !== undefined) && (
        <Search
          label="Filter by name"
          value={filter.q ?? ''}
          onChange={(q) => void navigate({ search: (now) => ({ ...now, q: q || undefined }), replace: true })}
        />
      )}
      <CursorList list={list} rows={3} height={150} empty={nothing} counted>
        {(hosts) => (
          <div className={classes.grid}>
            {hosts.map((host) => (
              <HostCard key={host.id} host={host} />
            ))}
          </div>
        )}
      </CursorList>
      <AddHostDialog opened={opened} onClose={() => openDialog(false)} />
    </Page>
  );
}
