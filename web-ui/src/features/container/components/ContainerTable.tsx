import { ActionIcon, Menu } from '@mantine/core';
import {
  IconExternalLink,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useHostAddresses } from '@/features/host';
import { useMe } from '@/features/session';
import type { Container } from '@/shared/api/model';
import { shortReference } from '@/shared/text/format';
import { useNow } from '@/shared/text/clock';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Pill } from '@/shared/ui/Pill';
import { Table, type Column } from '@/shared/ui/Table';
import { useDeed } from '../actions';
import { portUrl } from '../ports';
import { isUp, lookOf, sinceWords } from '../state';
import { RemoveDialog } from './RemoveDialog';
import classes from './ContainerTable.module.css';

interface ContainerTableProps {
  containers: Container[];
  selection?: { ids: ReadonlySet<string>; change: (ids: Set<string>) => void };
  withHost?: boolean;
  withImage?: boolean;
}

export function ContainerTable({
  containers,
  selection,
  withHost = true,
  withImage = true,
}: ContainerTableProps) {
  const me = useMe();
  const names = new Map(containers.map((container) => [container.id, container.name]));
  const columns: Column<Container>[] = [
    { key: 'name', header: 'Name', place: 'main', cell: (c) => <Name container={c} /> },
    { key: 'state', header: 'State', place: 'end', cell: (c) => <State container={c} /> },
    ...(withHost
      ? [{ key: 'host', header: 'Host', cell: (c: Container) => <HostLink container={c} /> }]
      : []),
    ...(withImage
      ? [
          {
            key: 'image',
            header: 'Image',
            cell: (c: Container) => <ImageName reference={c.spec.image} />,
          },
        ]
      : []),
    { key: 'ports', header: 'Ports', cell: (c) => <Ports container={c} /> },
    { key: 'since', header: 'Since', cell: (c) => <Since container={c} /> },
    ...(me.admin
      ? [
          {
            key: 'acts',
            header: '',
            align: 'right' as const,
            place: 'acts' as const,
            cell: (c: Container) => <Acts container={c} />,
          },
        ]
      : []),
  ];
  return (
    <Table
      label="Containers"
      columns={columns}
      rows={containers}
      id={(c) => c.id}
      dim={(c) => c.stale}
      selection={selection && me.admin ? { ...selection, label: (id) => names.get(id) ?? id } : undefined}
    />
  );
}

/** May break after a slash, never within a word. */
function ImageName({ reference }: { reference: string }) {
  const parts = shortReference(reference).split('/');
  return (
    <code title={reference}>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <>
              /<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </code>
  );
}

function Name({ container }: { container: Container }) {
  return (
    <Link to="/containers/$id" params={{ id: container.id }} className={classes.name}>
      {container.name}
    </Link>
  );
}

function State({ container }: { container: Container }) {
  const { word, tone, moving } = lookOf(container);
  return (
    <span
      className={classes.state}
      title={container.stale ? 'Last known: its host is unreachable' : undefined}
    >
      <Pill tone={container.stale ? 'idle' : tone} moving={moving && !container.stale}>
        {word}
        {container.stale ? ' ?' : ''}
      </Pill>
    </span>
  );
}

function HostLink({ container: { host } }: { container: Container }) {
  return (
    <Link to="/hosts/$id" params={{ id: host.id }} className={classes.host} data-state={host.state}>
      {host.name}
      {host.state === 'UNREACHABLE' && <span className={classes.gone}> unreachable</span>}
    </Link>
  );
}

function Ports({ container }: { container: Container }) {
  const address = useHostAddresses();
  const ports = container.spec.ports;
  if (ports.length === 0) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.ports}>
      {ports.map((port) => {
        const text = `${port.hostPort}→${port.containerPort}${port.protocol === 'UDP' ? '/udp' : ''}`;
        const href = isUp(container) ? portUrl(port, address(container.host)) : null;
        if (href === null) return <code key={text}>{text}</code>;
        return (
          <a key={text} href={href} target="_blank" rel="noreferrer">
            <code>{text}</code>
            <IconExternalLink size={13} aria-label="opens in a new tab" />
          </a>
        );
      })}
    </span>
  );
}

function Since({ container }: { container: Container }) {
  const now = useNow();
  return <span className={classes.since}>{sinceWords(container, now)}</span>;
}

function Acts({ container }: { container: Container }) {
  const deed = useDeed(container);
  const [removing, setRemoving] = useState(false);
  const up = isUp(container);
  return (
    <span className={classes.acts}>
      <ActionIcon
        className={classes.quick}
        variant="subtle"
        color="gray"
        size={36}
        loading={deed.isPending}
        aria-label={up ? `Stop ${container.name}` : `Start ${container.name}`}
        title={up ? 'Stop' : 'Start'}
        onClick={() => deed.mutate({ deed: up ? 'stop' : 'start' })}
      >
        {up ? <IconPlayerStop size={17} stroke={1.7} /> : <IconPlayerPlay size={17} stroke={1.7} />}
      </ActionIcon>
      <RowMenu name={container.name}>
        <Menu.Item
          leftSection={up ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />}
          onClick={() => deed.mutate({ deed: up ? 'stop' : 'start' })}
        >
          {up ? 'Stop' : 'Start'}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRefresh size={16} />}
          disabled={!up}
          onClick={() => deed.mutate({ deed: 'restart' })}
        >
          Restart
        </Menu.Item>
        <Menu.Item c="var(--g-bad)" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
          Remove…
        </Menu.Item>
      </RowMenu>
      <RemoveDialog container={container} opened={removing} onClose={() => setRemoving(false)} />
    </span>
  );
}
