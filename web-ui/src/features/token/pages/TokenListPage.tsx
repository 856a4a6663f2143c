import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Token } from '@/shared/api/model';
import { useNow } from '@/shared/text/clock';
import { fullTime } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { CursorList } from '@/shared/ui/CursorList';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Pill } from '@/shared/ui/Pill';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { tellDone } from '@/shared/ui/toast';
import { CreateTokenDialog } from '../forms/CreateTokenDialog';
import { revokeToken, tokensQuery } from '../token.api';

export function TokenListPage() {
  const list = useInfiniteQuery(tokensQuery);
  const [creating, setCreating] = useState(false);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      Create token
    </Button>
  );
  const nothing = (
    <Empty title="No token yet" action={create}>
      A token lets a script do what you may do, until it expires or you revoke it.
    </Empty>
  );
  return (
    <Page
      title="Tokens"
      sub="For scripts: they send one as “Authorization: Bearer gantry_…”"
      actions={create}
    >
      <Card flush>
        <CursorList list={list} rows={3} empty={nothing}>
          {(tokens) => (
            <Table
              label="Tokens"
              columns={COLUMNS}
              rows={tokens}
              id={(token) => token.id}
              dim={(t) => t.revokedAt !== null}
            />
          )}
        </CursorList>
      </Card>
      <CreateTokenDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

const COLUMNS: Column<Token>[] = [
  {
    key: 'name',
    header: 'Name',
    place: 'main',
    cell: (token) => (
      <>
        <strong>{token.name}</strong> <code>{token.prefix}…</code>
      </>
    ),
  },
  { key: 'state', header: 'State', place: 'end', cell: (token) => <State token={token} /> },
  { key: 'user', header: 'Of', cell: (token) => token.userName },
  { key: 'used', header: 'Last used', cell: (token) => <Ago time={token.lastUsedAt} /> },
  { key: 'created', header: 'Created', cell: (token) => <Ago time={token.createdAt} /> },
  { key: 'expires', header: 'Expires', cell: (token) => fullTime(token.expiresAt) },
  { key: 'acts', header: '', align: 'right', cell: (token) => <Revoke token={token} /> },
];

const SOON_MS = 7 * 86_400_000;

function State({ token }: { token: Token }) {
  const left = Date.parse(token.expiresAt) - useNow();
  if (token.revokedAt !== null) return <Pill tone="idle">Revoked</Pill>;
  if (left <= 0) return <Pill tone="idle">Expired</Pill>;
  if (left < SOON_MS) return <Pill tone="busy">Expires soon</Pill>;
  return <Pill tone="ok">Valid</Pill>;
}

function Revoke({ token }: { token: Token }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      tellDone(`${token.name} is revoked`);
      setAsking(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (token.revokedAt !== null) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        onClick={() => setAsking(true)}
        aria-label={`Revoke ${token.name}`}
      >
        Revoke
      </Button>
      <Confirm
        opened={asking}
        title={`Revoke ${token.name}?`}
        confirm={`Revoke ${token.name}`}
        busy={revoke.isPending}
        error={revoke.error}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate()}
      >
        <p>
          Scripts that send <strong>{token.name}</strong> are refused from now on. This can’t be undone.
        </p>
      </Confirm>
    </>
  );
}
