import { lazy, Suspense } from 'react';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { Container } from '@/shared/api/model';
import { useNow } from '@/shared/text/clock';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Problem } from '@/shared/api/problem';
import { Card, Page } from '@/shared/ui/Page';
import { Pill } from '@/shared/ui/Pill';
import { Unread } from '@/shared/ui/Unread';
import { ContainerActions } from '../components/ContainerActions';
import { Inspect } from '../components/Inspect';
import { SpecFacts, StateFacts } from '../components/SpecFacts';
import { containerQuery } from '../container.api';
import { exitWords, lookOf, sinceWords } from '../state';
import classes from './ContainerPage.module.css';

const LogViewer = lazy(async () => ({ default: (await import('../log/LogViewer')).LogViewer }));

const ContainerFiles = lazy(async () => ({
  default: (await import('../components/ContainerFiles')).ContainerFiles,
}));

export function ContainerPage() {
  const { id } = useParams({ from: '/shell/containers/$id' });
  const thing = useQuery(containerQuery(id));
  const container = thing.data;
  if (container === undefined)
    return <Unread title="Container" over={<Link to="/containers">Containers</Link>} thing={thing} />;
  return <Shown container={container} />;
}

function Shown({ container }: { container: Container }) {
  const me = useMe();
  const now = useNow();
  const { word, tone, moving } = lookOf(container);
  const since = sinceWords(container, now);
  return (
    <Page
      title={container.name}
      over={<Link to="/containers">Containers</Link>}
      heading={
        <span className={classes.title}>
          {container.name}
          <Pill tone={container.stale ? 'idle' : tone} moving={moving && !container.stale}>
            {word}
          </Pill>
        </span>
      }
      sub={
        <>
          {since !== '' && `${since} `}on{' '}
          <Link to="/hosts/$id" params={{ id: container.host.id }}>
            {container.host.name}
          </Link>
        </>
      }
      actions={me.admin && <ContainerActions container={container} />}
    >
      {container.stale && (
        <p className={classes.stale} role="status">
          {container.host.name} is unreachable: this is what it reported last. The container itself needs no
          server to run on.
        </p>
      )}
      <Reason container={container} />
      <StateFacts container={container} />
      <Sections container={container} />
    </Page>
  );
}

function Reason({ container }: { container: Container }) {
  const words = exitWords(container);
  const problem = container.status?.problem;
  if (problem)
    return <ProblemNotice error={new Problem({ title: 'It could not be started', ...problem }, 0)} />;
  if (words === null) return null;
  return (
    <p className={classes.reason} data-tone={lookOf(container).tone}>
      {words}
    </p>
  );
}

function Sections({ container }: { container: Container }) {
  const { tab = 'logs' } = useSearch({ from: '/shell/containers/$id' });
  const navigate = useNavigate({ from: '/containers/$id' });
  return (
    <Card flush>
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: next === 'logs' ? undefined : (next ?? undefined) }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="logs">Logs</Tabs.Tab>
          <Tabs.Tab value="files">Files</Tabs.Tab>
          <Tabs.Tab value="details">Details</Tabs.Tab>
          <Tabs.Tab value="inspect">Inspect</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="logs">
          <Suspense fallback={<Loading rows={3} />}>
            <LogViewer container={container} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <Suspense fallback={<Loading rows={6} />}>
            <ContainerFiles id={container.id} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <SpecFacts container={container} />
        </Tabs.Panel>
        <Tabs.Panel value="inspect">
          <Inspect id={container.id} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}
