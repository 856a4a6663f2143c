import { useState } from 'react';
import { Menu } from '@mantine/core';
import { IconPencil, IconPlugConnected, IconTrash } from '@tabler/icons-react';
import type { Registry } from '@/shared/api/model';
import { Pill } from '@/shared/ui/Pill';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { RegistryDialog } from '../forms/RegistryDialog';
import { RemoveRegistry } from '../forms/RemoveRegistry';
import { CheckDialog } from './CheckDialog';
import classes from './RegistryTable.module.css';

export function RegistryTable({ registries }: { registries: Registry[] }) {
  return <Table label="Registries" columns={COLUMNS} rows={registries} id={(each) => each.id} />;
}

const COLUMNS: Column<Registry>[] = [
  {
    key: 'host',
    header: 'Registry',
    place: 'main',
    cell: (each) => (
      <div>
        <strong>{each.host}</strong>
        {each.mirrorOf !== null && <div className={classes.also}>mirror of {each.mirrorOf}</div>}
      </div>
    ),
  },
  {
    key: 'login',
    header: 'Login',
    cell: (each) =>
      each.username === null ? (
        <span className={classes.also}>none</span>
      ) : (
        <span className={classes.login}>
          {each.username} <span className={classes.also}>secret set</span>
        </span>
      ),
  },
  {
    key: 'connection',
    header: 'Connection',
    cell: (each) =>
      each.plainHttp ? (
        <Pill tone="busy">Plain HTTP</Pill>
      ) : each.authority === null ? (
        'TLS'
      ) : (
        'TLS, own certificates'
      ),
  },
  {
    key: 'tokens',
    header: 'Token hosts',
    cell: (each) => each.tokenHosts.join(', ') || <span className={classes.also}>none</span>,
  },
  { key: 'added', header: 'Added', cell: (each) => <Ago time={each.createdAt} /> },
  { key: 'acts', header: '', place: 'acts', align: 'right', cell: (each) => <Acts registry={each} /> },
];

function Acts({ registry }: { registry: Registry }) {
  const [dialog, setDialog] = useState<'check' | 'change' | 'remove' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <RowMenu name={registry.host}>
        <Menu.Item leftSection={<IconPlugConnected size={16} />} onClick={() => setDialog('check')}>
          Check
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('change')}>
          Change…
        </Menu.Item>
        <Menu.Item c="var(--g-bad)" leftSection={<IconTrash size={16} />} onClick={() => setDialog('remove')}>
          Remove…
        </Menu.Item>
      </RowMenu>
      <CheckDialog registry={dialog === 'check' ? registry : null} onClose={close} />
      <RegistryDialog registry={registry} opened={dialog === 'change'} onClose={close} />
      <RemoveRegistry registry={registry} opened={dialog === 'remove'} onClose={close} />
    </>
  );
}
