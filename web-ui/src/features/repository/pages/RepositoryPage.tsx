import { useState } from 'react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { RepositoryDetail } from '@/shared/api/model';
import { itemsOf, totalOf } from '@/shared/api/paging';
import { asProblem } from '@/shared/api/problem';
import { bytes, count } from '@/shared/text/format';
import { LinkButton } from '@/shared/ui/LinkButton';
import { More } from '@/shared/ui/More';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { Toolbar } from '@/shared/ui/Toolbar';
import { TagTable, UntaggedTable } from '../components/TagTable';
import { RemoveRepository } from '../forms/RemoveRepository';
import { repositoryQuery, tagsQuery } from '../repository.api';

const OVER = <Link to="/repositories">Repositories</Link>;

export function RepositoryPage() {
  const me = useMe();
  const { id } = useParams({ from: '/shell/repositories/$id' });
  const { data: repository, error, refetch } = useQuery(repositoryQuery(id));
  if (error !== null && asProblem(error).status === 404)
    return (
      <Page title={repository?.name ?? 'Repository'} over={OVER}>
        <Empty
          title="This repository is gone"
          action={<LinkButton to="/repositories">To the others</LinkButton>}
        >
          A repository goes with its last image. It begins again with the next push to it.
        </Empty>
      </Page>
    );
  if (error !== null && repository === undefined)
    return (
      <Page title="Repository" over={OVER}>
        <ProblemNotice error={error} retry={() => void refetch()} />
      </Page>
    );
  if (repository === undefined) return <Loading rows={4} height={90} />;
  return (
    <Page
      title={repository.name}
      over={OVER}
      sub={`${count(repository.tags, 'tag')}, ${bytes(repository.sizeBytes)}`}
      actions={me.admin && <RemoveRepository repository={repository} />}
    >
      <Tags repository={repository} admin={me.admin} />
      {repository.untagged.length > 0 && (
        <Card title={`Without a tag (${repository.untagged.length})`} flush>
          <UntaggedTable repository={repository} manifests={repository.untagged} admin={me.admin} />
        </Card>
      )}
    </Page>
  );
}

function Tags({ repository, admin }: { repository: RepositoryDetail; admin: boolean }) {
  const [q, setQ] = useState('');
  const list = useInfiniteQuery(tagsQuery(repository.id, q || undefined));
  const tags = itemsOf(list.data);
  return (
    <Card flush>
      <Toolbar>
        <Search label="Filter by tag" value={q} onChange={setQ} />
      </Toolbar>
      {list.isPending && <Loading rows={3} />}
      {list.error !== null && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && tags.length === 0 && (
        <Empty title={q === '' ? 'No tag' : 'No tag matches'}>
          {q === '' && 'What this repository holds can be pulled by its digest.'}
        </Empty>
      )}
      {tags.length > 0 && (
        <>
          <TagTable repository={repository} tags={tags} admin={admin} />
          <More
            shown={tags.length}
            total={totalOf(list.data)}
            busy={list.isFetchingNextPage}
            more={list.hasNextPage ? () => void list.fetchNextPage() : null}
          />
        </>
      )}
    </Card>
  );
}
