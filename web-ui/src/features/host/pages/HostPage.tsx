import { IconBox } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ContainerTable, containersQuery } from '@/features/container';
import { DiskCard, ImageTable, imagesQuery } from '@/features/image';
import { useMe } from '@/features/session';
import type { Host } from '@/shared/api/model';
import { totalOf } from '@/shared/api/paging';
import { LinkButton } from '@/shared/ui/LinkButton';
import { CursorList } from '@/shared/ui/CursorList';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { Unread } from '@/shared/ui/Unread';
import { HostFactCards } from '../components/HostFactCards';
import { HostMenu } from '../components/HostMenu';
import { HostPill } from '../components/HostPill';
import { hostQuery } from '../host.api';
import classes from './HostPage.module.css';

export function HostPage() {
  const { id } = useParams({ from: '/shell/hosts/$id' });
  const thing = useQuery(hostQuery(id));
  const host = thing.data;
  if (host === undefined) return <Unread title="Host" over={<Link to="/hosts">Hosts</Link>} thing={thing} />;
  return (
    <Page
      title={host.name}
      over={<Link to="/hosts">Hosts</Link>}
      heading={
        <span className={classes.title}>
          {host.name} <HostPill state={host.state} />
        </span>
      }
      sub={
        host.state === 'UNREACHABLE' ? (
          <>
            Last seen <Ago time={host.lastSeenAt} />. Its containers keep running without the server; what you
            see is from then. Check the machine, its network and its agent.
          </>
        ) : undefined
      }
      actions={<HostActions host={host} />}
    >
      <HostFactCards host={host} />
      <HostContainers host={host} />
      <HostImages host={host} />
      {host.state === 'CONNECTED' && <DiskCard hostId={host.id} />}
    </Page>
  );
}

function HostActions({ host }: { host: Host }) {
  const me = useMe();
  if (!me.admin) return null;
  return (
    <>
      <LinkButton to="/containers/new" search={{ hostId: host.id }} leftSection={<IconBox size={16} />}>
        Create container here
      </LinkButton>
      <HostMenu host={host} framed />
    </>
  );
}

function HostContainers({ host }: { host: Host }) {
  const list = useInfiniteQuery(containersQuery({ hostId: host.id }));
  return (
    <Card
      flush
      title={`Containers (${totalOf(list.data)})`}
      side={
        <Link to="/containers" search={{ hostId: host.id }}>
          Open in list
        </Link>
      }
    >
      <CursorList list={list} rows={3} empty={<Empty title="No container on this host" />} counted>
        {(containers) => <ContainerTable containers={containers} withHost={false} />}
      </CursorList>
    </Card>
  );
}

function HostImages({ host }: { host: Host }) {
  const list = useInfiniteQuery(imagesQuery({ hostId: host.id }));
  return (
    <Card
      flush
      title={`Images (${totalOf(list.data)})`}
      side={
        <Link to="/images" search={{ hostId: host.id }}>
          Open in list
        </Link>
      }
    >
      <CursorList list={list} rows={3} empty={<Empty title="No image on this host" />} counted>
        {(images) => <ImageTable images={images} withHosts={false} />}
      </CursorList>
    </Card>
  );
}
