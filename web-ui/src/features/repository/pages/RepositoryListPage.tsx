import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { Repository } from '@/shared/api/model';
import { itemsOf, totalOf } from '@/shared/api/paging';
import { bytes, count } from '@/shared/text/format';
import { LinkButton } from '@/shared/ui/LinkButton';
import { More } from '@/shared/ui/More';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { Toolbar } from '@/shared/ui/Toolbar';
import { HowToPush } from '../components/HowToPush';
import { repositoriesQuery } from '../repository.api';

export function RepositoryListPage() {
  const me = useMe();
  const { q } = useSearch({ from: '/shell/repositories' });
  const navigate = useNavigate({ from: '/repositories' });
  const list = useInfiniteQuery(repositoriesQuery(q));
  const repositories = itemsOf(list.data);
  const total = totalOf(list.data);
  const none = list.data !== undefined && repositories.length === 0;
  return (
    <Page
      title="Repositories"
      sub={
        list.data === undefined || none
          ? 'This server’s own registry: images that hosts pull from here'
          : `${count(total, 'repository', 'repositories')} ${q === undefined ? 'on this server' : 'match'}`
      }
    >
      <Card flush>
        {(!none || q !== undefined) && (
          <Toolbar>
            <Search
              label="Filter by name"
              value={q ?? ''}
              onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
            />
          </Toolbar>
        )}
        {list.isPending && <Loading rows={6} />}
        {list.error !== null && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
        {none && q !== undefined && (
          <Empty
            title="No repository matches"
            action={
              <LinkButton to="/repositories" variant="default">
                Clear filter
              </LinkButton>
            }
          />
        )}
        {none && q === undefined && (
          <Empty title="Nothing was pushed yet" action={me.admin && <HowToPush user={me.name} />}>
            {me.admin
              ? 'This server is a registry, too: what you push here, every host pulls without set-up.'
              : 'An admin can push images here; every host pulls them without set-up.'}
          </Empty>
        )}
        {repositories.length > 0 && (
          <>
            <Table label="Repositories" columns={COLUMNS} rows={repositories} id={(each) => each.id} />
            <More
              shown={repositories.length}
              total={total}
              busy={list.isFetchingNextPage}
              more={list.hasNextPage ? () => void list.fetchNextPage() : null}
            />
          </>
        )}
      </Card>
      {me.admin && repositories.length > 0 && (
        <Card title="Push an image">
          <HowToPush user={me.name} />
        </Card>
      )}
    </Page>
  );
}

const COLUMNS: Column<Repository>[] = [
  {
    key: 'name',
    header: 'Repository',
    place: 'main',
    cell: (each) => (
      <Link to="/repositories/$id" params={{ id: each.id }}>
        <strong>{each.name}</strong>
      </Link>
    ),
  },
  { key: 'tags', header: 'Tags', cell: (each) => each.tags },
  { key: 'size', header: 'Size', place: 'end', align: 'right', cell: (each) => bytes(each.sizeBytes) },
  {
    key: 'pushed',
    header: 'Last push',
    cell: (each) => (
      <>
        <Ago time={each.pushedAt} />
        {each.pushedBy !== null && ` by ${each.pushedBy}`}
      </>
    ),
  },
];
