import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { HostFilter } from '@/features/host';
import { useMe } from '@/features/session';
import { itemsOf } from '@/shared/api/paging';
import { CursorList, foundWords } from '@/shared/ui/CursorList';
import { LinkButton } from '@/shared/ui/LinkButton';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { Toolbar } from '@/shared/ui/Toolbar';
import { BulkBar } from '../components/BulkBar';
import { ContainerTable } from '../components/ContainerTable';
import { containersQuery, type ContainerFilter } from '../container.api';
import { PHASES, phaseWord } from '../state';

export function ContainerListPage() {
  const me = useMe();
  const filter = useSearch({ from: '/shell/containers' });
  const list = useInfiniteQuery(containersQuery(filter));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const containers = itemsOf(list.data);
  const filtered = (filter.q ?? filter.hostId ?? filter.phase ?? filter.image) !== undefined;
  return (
    <Page
      title="Containers"
      sub={foundWords(list, 'container', filtered)}
      actions={me.admin && <CreateButton />}
    >
      <Card flush>
        <Filters filter={filter} />
        <BulkBar containers={containers.filter((c) => chosen.has(c.id))} clear={() => setChosen(new Set())} />
        <CursorList list={list} empty={<Nothing filtered={filtered} admin={me.admin} />}>
          {(items) => <ContainerTable containers={items} selection={{ ids: chosen, change: setChosen }} />}
        </CursorList>
      </Card>
    </Page>
  );
}

function CreateButton() {
  return (
    <LinkButton to="/containers/new" leftSection={<IconPlus size={16} />}>
      Create container
    </LinkButton>
  );
}

function Filters({ filter }: { filter: ContainerFilter }) {
  const navigate = useNavigate({ from: '/containers' });
  const change = (next: ContainerFilter) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <Toolbar>
      <Search
        label="Filter by name or image"
        value={filter.q ?? ''}
        onChange={(q) => change({ q: q || undefined })}
      />
      <HostFilter value={filter.hostId} onChange={(hostId) => change({ hostId })} />
      <Select
        aria-label="State"
        w={140}
        value={filter.phase ?? ''}
        onChange={(phase) => change({ phase: phase || undefined })}
        data={[
          { value: '', label: 'All states' },
          ...PHASES.map((value) => ({ value, label: phaseWord(value) })),
        ]}
      />
      {filter.image !== undefined && (
        <Button variant="light" size="xs" onClick={() => change({ image: undefined })}>
          Image {filter.image.slice(0, 24)} ×
        </Button>
      )}
    </Toolbar>
  );
}

function Nothing({ filtered, admin }: { filtered: boolean; admin: boolean }) {
  if (filtered)
    return (
      <Empty
        title="No container matches"
        action={
          <LinkButton to="/containers" variant="default">
            Clear filters
          </LinkButton>
        }
      >
        Other containers exist only outside this filter.
      </Empty>
    );
  return (
    <Empty title="No container yet" action={admin && <CreateButton />}>
      A container is a computer whose disk is an image. Import an image, then create the first one.
    </Empty>
  );
}
