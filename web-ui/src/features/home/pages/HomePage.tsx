import { IconBox, IconPlus, IconServer2, IconStack3, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { containersQuery } from '@/features/container';
import { Health, HostPill, hostsQuery } from '@/features/host';
import { OperationItem, operationsQuery } from '@/features/operation';
import { useMe } from '@/features/session';
import { itemsOf } from '@/shared/api/paging';
import { LinkButton } from '@/shared/ui/LinkButton';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Figure } from '../components/Figure';
import { Troubles } from '../components/Troubles';
import { systemQuery } from '../home.api';
import { troublesOf } from '../troubles';
import classes from './HomePage.module.css';

export function HomePage() {
  const me = useMe();
  const system = useQuery(systemQuery);
  const hosts = useInfiniteQuery(hostsQuery());
  const containers = useInfiniteQuery(containersQuery());
  const hostList = itemsOf(hosts.data);
  const connected = hostList.filter((host) => host.state === 'CONNECTED').length;
  const troubles = troublesOf(hostList, itemsOf(containers.data));
  return (
    <Page
      title="Overview"
      sub={system.data && `Gantry ${system.data.version}, Postgres ${system.data.database.version}`}
      actions={
        me.admin && (
          <>
            <LinkButton
              to="/images"
              search={{ add: true }}
              variant="default"
              leftSection={<IconUpload size={16} />}
            >
              Import image
            </LinkButton>
            <LinkButton to="/containers/new" leftSection={<IconPlus size={16} />}>
              Create container
            </LinkButton>
          </>
        )
      }
    >
      {system.error !== null && <ProblemNotice error={system.error} retry={() => void system.refetch()} />}
      <div className={classes.figures}>
        <Figure
          to="/hosts"
          icon={IconServer2}
          name="Hosts connected"
          value={hosts.data && connected}
          of={hosts.data && hostList.length}
        />
        <Figure
          to="/containers"
          icon={IconBox}
          name="Containers running"
          value={system.data?.containers.running}
          of={system.data?.containers.total}
        />
        <Figure to="/images" icon={IconStack3} name="Images" value={system.data?.images} />
      </div>
      <div className={classes.grid}>
        <div className={classes.column}>
          <Card title="Needs a look" flush>
            {hosts.isPending || containers.isPending ? (
              <Loading rows={2} />
            ) : (
              <Troubles troubles={troubles} />
            )}
          </Card>
          <Card title="Hosts" flush side={<Link to="/hosts">All hosts</Link>}>
            {hosts.isPending && <Loading rows={3} height={64} />}
            {hosts.data !== undefined && hostList.length === 0 && (
              <Empty
                title="No host yet"
                action={
                  me.admin && (
                    <LinkButton to="/hosts" search={{ add: true }}>
                      Add host
                    </LinkButton>
                  )
                }
              >
                Add a machine, and containers have a place to run.
              </Empty>
            )}
            <ul className={classes.hosts}>
              {hostList.slice(0, 8).map((host) => (
                <li key={host.id}>
                  <div className={classes.host}>
                    <Link to="/hosts/$id" params={{ id: host.id }}>
                      {host.name}
                    </Link>
                    <span className={classes.quiet}>
                      {host.containers.running} of {host.containers.total} running
                    </span>
                    <HostPill state={host.state} />
                  </div>
                  <Health host={host} inline />
                </li>
              ))}
            </ul>
          </Card>
        </div>
        <Recent />
      </div>
    </Page>
  );
}

function Recent() {
  const { data, error, isPending, refetch } = useQuery(operationsQuery());
  return (
    <Card title="Operations" flush>
      {isPending && <Loading rows={3} height={56} />}
      {error !== null && <ProblemNotice error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title="Nothing was done yet" />}
      <div className={classes.recent}>
        {data?.items.slice(0, 7).map((operation) => (
          <OperationItem key={operation.id} operation={operation} />
        ))}
      </div>
    </Card>
  );
}
