import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconBan, IconCheck, IconPassword, IconPlus, IconShield, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '@/features/session';
import type { User } from '@/shared/api/model';
import { Confirm } from '@/shared/ui/Confirm';
import { CursorList } from '@/shared/ui/CursorList';
import { Card, Page } from '@/shared/ui/Page';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Pill } from '@/shared/ui/Pill';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { tellDone, tellProblem } from '@/shared/ui/toast';
import { CreateUserDialog } from '../forms/CreateUserDialog';
import { PasswordDialog } from '../forms/PasswordDialog';
import { changeUser, removeUser, usersQuery, type UserChange } from '../user.api';

export function UserListPage() {
  const list = useInfiniteQuery(usersQuery);
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title="Users"
      sub="Administrators may do all; viewers read, and manage their own password and tokens"
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
          Create user
        </Button>
      }
    >
      <Card flush>
        <CursorList list={list} rows={3}>
          {(users) => (
            <Table
              label="Users"
              columns={COLUMNS}
              rows={users}
              id={(user) => user.id}
              dim={(user) => !user.enabled}
            />
          )}
        </CursorList>
      </Card>
      <CreateUserDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

const COLUMNS: Column<User>[] = [
  { key: 'name', header: 'Name', place: 'main', cell: (user) => <strong>{user.name}</strong> },
  {
    key: 'state',
    header: 'State',
    place: 'end',
    cell: (user) => <Pill tone={user.enabled ? 'ok' : 'idle'}>{user.enabled ? 'Enabled' : 'Disabled'}</Pill>,
  },
  { key: 'role', header: 'Role', cell: (user) => (user.role === 'ADMIN' ? 'Administrator' : 'Viewer') },
  { key: 'login', header: 'Last login', cell: (user) => <Ago time={user.lastLoginAt} /> },
  { key: 'created', header: 'Created', cell: (user) => <Ago time={user.createdAt} /> },
  { key: 'acts', header: '', place: 'acts', align: 'right', cell: (user) => <Acts user={user} /> },
];

function Acts({ user }: { user: User }) {
  const me = useMe();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'password' | 'remove' | null>(null);
  const settle = () => queries.invalidateQueries({ queryKey: ['users'] });
  const change = useMutation({
    mutationFn: (change: UserChange) => changeUser(user.id, change),
    onSuccess: () => tellDone(`${user.name} is changed`),
    onError: (error) => tellProblem(error, `${user.name} was not changed`),
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: () => removeUser(user.id),
    onSuccess: () => {
      tellDone(`${user.name} is removed`);
      setDialog(null);
    },
    onSettled: settle,
  });
  const self = me.id === user.id;
  return (
    <>
      <RowMenu name={user.name} busy={change.isPending}>
        <Menu.Item leftSection={<IconPassword size={16} />} onClick={() => setDialog('password')}>
          Set password…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconShield size={16} />}
          disabled={self}
          onClick={() => change.mutate({ role: user.role === 'ADMIN' ? 'VIEWER' : 'ADMIN' })}
        >
          Make {user.role === 'ADMIN' ? 'viewer' : 'administrator'}
        </Menu.Item>
        <Menu.Item
          leftSection={user.enabled ? <IconBan size={16} /> : <IconCheck size={16} />}
          disabled={self}
          onClick={() => change.mutate({ enabled: !user.enabled })}
        >
          {user.enabled ? 'Disable' : 'Enable'}
        </Menu.Item>
        <Menu.Item
          c="var(--g-bad)"
          leftSection={<IconTrash size={16} />}
          disabled={self}
          onClick={() => setDialog('remove')}
        >
          Remove…
        </Menu.Item>
      </RowMenu>
      <PasswordDialog user={user} own={self} opened={dialog === 'password'} onClose={() => setDialog(null)} />
      <Confirm
        opened={dialog === 'remove'}
        title={`Remove ${user.name}?`}
        confirm={`Remove ${user.name}`}
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setDialog(null)}
        onConfirm={() => remove.mutate()}
      >
        <p>
          <strong>{user.name}</strong> is logged out at once, and their tokens stop working. What they did
          stays in the audit list.
        </p>
      </Confirm>
    </>
  );
}
