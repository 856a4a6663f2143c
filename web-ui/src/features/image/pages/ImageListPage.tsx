import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group } from '@mantine/core';
import { IconChartBar, IconCloudDownload, IconStackPush, IconTrash, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { HostFilter } from '@/features/host';
import { useMe } from '@/features/session';
import { CursorList, foundWords } from '@/shared/ui/CursorList';
import { LinkButton } from '@/shared/ui/LinkButton';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { Toolbar } from '@/shared/ui/Toolbar';
import { ImageTable } from '../components/ImageTable';
import { ImportImageDialog } from '../forms/ImportImageDialog';
import { PullImageDialog } from '../forms/PullImageDialog';
import { imagesQuery, type ImageFilter } from '../image.api';
import { PruneDialog } from '../prune/PruneDialog';

export function ImageListPage() {
  const me = useMe();
  const { add, pull, ...filter } = useSearch({ from: '/shell/images' });
  const navigate = useNavigate({ from: '/images' });
  const list = useInfiniteQuery(imagesQuery(filter));
  const filtered = (filter.q ?? filter.hostId) !== undefined || filter.unused === true;
  const change = (next: ImageFilter & { add?: true; pull?: true | string }) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const [cleaning, setCleaning] = useState(false);
  const addButtons = me.admin && (
    <Group gap="xs">
      <LinkButton to="/images/assembly" variant="default" leftSection={<IconStackPush size={16} />}>
        Stack your own
      </LinkButton>
      <Button leftSection={<IconCloudDownload size={16} />} onClick={() => change({ pull: true })}>
        Pull image
      </Button>
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => change({ add: true })}>
        Import image
      </Button>
    </Group>
  );
  return (
    <Page
      title="Images"
      sub={foundWords(list, 'image', filtered)}
      actions={
        <>
          <LinkButton to="/images/disk" variant="default" leftSection={<IconChartBar size={16} />}>
            Disk use
          </LinkButton>
          {me.admin && (
            <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setCleaning(true)}>
              Clean up…
            </Button>
          )}
          {addButtons}
        </>
      }
    >
      <Card flush>
        <Filters filter={filter} change={change} />
        <CursorList list={list} empty={<Nothing filtered={filtered} action={addButtons} />}>
          {(images) => <ImageTable images={images} />}
        </CursorList>
      </Card>
      <PullImageDialog
        opened={pull !== undefined && me.admin}
        operationId={pull === true ? undefined : pull}
        hostId={filter.hostId}
        onBegun={(operationId) => change({ pull: operationId })}
        onClose={() => change({ pull: undefined })}
      />
      <PruneDialog opened={cleaning && me.admin} hostId={filter.hostId} onClose={() => setCleaning(false)} />
      <ImportImageDialog
        opened={add === true && me.admin}
        hostId={filter.hostId}
        onClose={() => change({ add: undefined })}
      />
    </Page>
  );
}

function Filters({ filter, change }: { filter: ImageFilter; change: (next: ImageFilter) => void }) {
  return (
    <Toolbar>
      <Search
        label="Filter by name or digest"
        value={filter.q ?? ''}
        onChange={(q) => change({ q: q || undefined })}
      />
      <HostFilter value={filter.hostId} onChange={(hostId) => change({ hostId })} />
      <Checkbox
        label="Unused only"
        checked={filter.unused ?? false}
        onChange={(event) => change({ unused: event.currentTarget.checked || undefined })}
      />
    </Toolbar>
  );
}

function Nothing({ filtered, action }: { filtered: boolean; action: ReactNode }) {
  if (filtered)
    return (
      <Empty
        title="No image matches"
        action={
          <LinkButton to="/images" variant="default">
            Clear filters
          </LinkButton>
        }
      />
    );
  return (
    <Empty title="No image yet" action={action}>
      An image is a deck of transparent sheets: an app and everything it needs. Pull one from a registry, or
      import one that “docker save” wrote, an OCI layout, or a root file system.
    </Empty>
  );
}
