import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import {
  IconArrowsDiff,
  IconBox,
  IconCloudUpload,
  IconCopy,
  IconDownload,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { ImageDetail } from '@/shared/api/model';
import { LinkButton } from '@/shared/ui/LinkButton';
import { RowMenu } from '@/shared/ui/RowMenu';
import { CompareDialog } from '../forms/CompareDialog';
import { CopyImageDialog } from '../forms/CopyImageDialog';
import { PushImageDialog } from '../forms/PushImageDialog';
import { RemoveImageDialog } from '../forms/RemoveImageDialog';

/** What can be done with an image on its page: what most came for as buttons, all else in a menu. */
export function ImageActions({ image, name }: { image: ImageDetail; name: string }) {
  const me = useMe();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'compare' | 'copy' | 'push' | 'remove' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      {me.admin && (
        <LinkButton
          to="/containers/new"
          search={{ image: image.references[0] === undefined ? image.digest : name }}
          leftSection={<IconBox size={16} />}
        >
          Create container
        </LinkButton>
      )}
      <Button
        variant="default"
        leftSection={<IconArrowsDiff size={16} />}
        onClick={() => setDialog('compare')}
      >
        Compare…
      </Button>
      <RowMenu name={name} framed>
        <Menu.Item
          component="a"
          href={`/api/v1/images/${image.digest}/archive`}
          download
          leftSection={<IconDownload size={16} />}
        >
          Save archive
        </Menu.Item>
        {me.admin && (
          <>
            <Menu.Item leftSection={<IconCloudUpload size={16} />} onClick={() => setDialog('push')}>
              Push…
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setDialog('copy')}>
              Copy to host…
            </Menu.Item>
            <Menu.Item
              c="var(--g-bad)"
              leftSection={<IconTrash size={16} />}
              onClick={() => setDialog('remove')}
            >
              Remove…
            </Menu.Item>
          </>
        )}
      </RowMenu>
      <CompareDialog digest={image.digest} opened={dialog === 'compare'} onClose={close} />
      {me.admin && (
        <>
          <PushImageDialog image={image} opened={dialog === 'push'} onClose={close} />
          <CopyImageDialog image={image} name={name} opened={dialog === 'copy'} onClose={close} />
          <RemoveImageDialog
            image={image}
            users={image.usedBy.length}
            name={name}
            opened={dialog === 'remove'}
            onClose={close}
            onRemoved={() => void navigate({ to: '/images' })}
          />
        </>
      )}
    </>
  );
}
