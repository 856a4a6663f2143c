import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Registry } from '@/shared/api/model';
import { CursorList } from '@/shared/ui/CursorList';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { CheckDialog } from '../components/CheckDialog';
import { RegistryTable } from '../components/RegistryTable';
import { RegistryDialog } from '../forms/RegistryDialog';
import { registriesQuery } from '../registry.api';
import classes from './RegistryListPage.module.css';

export function RegistryListPage() {
  const { add, host } = useSearch({ from: '/shell/registries' });
  const navigate = useNavigate({ from: '/registries' });
  const list = useInfiniteQuery(registriesQuery);
  const [added, setAdded] = useState<Registry | null>(null);
  const adding = (add: true | undefined) => void navigate({ search: { add }, replace: true });
  const button = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => adding(true)}>
      Add registry
    </Button>
  );
  return (
    <Page
      title="Registries"
      sub="How hosts reach the registries that they pull from and push to"
      actions={button}
    >
      <Card flush>
        <CursorList
          list={list}
          rows={3}
          empty={
            <Empty title="None needs to be added" action={button}>
              A name such as ghcr.io/team/app:1 says where to ask, and hosts ask over TLS as nobody. Add a
              registry when it wants a login, has a certificate of your own, speaks plain HTTP, or mirrors
              another one.
            </Empty>
          }
        >
          {(registries) => <RegistryTable registries={registries} />}
        </CursorList>
      </Card>
      <p className={classes.also}>
        This server is a registry, too: what was pushed to it is under{' '}
        <Link to="/repositories">Repositories</Link>.
      </p>
      <RegistryDialog
        registry={null}
        host={host}
        opened={add === true}
        onClose={() => adding(undefined)}
        onAdded={setAdded}
      />
      <CheckDialog registry={added} onClose={() => setAdded(null)} />
    </Page>
  );
}
