import { useState } from 'react';
import { Menu } from '@mantine/core';
import { IconBox, IconPencil, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Host } from '@/shared/api/model';
import { LinkItem } from '@/shared/ui/LinkItem';
import { RowMenu } from '@/shared/ui/RowMenu';
import { ForgetHostDialog } from '../forms/ForgetHostDialog';
import { RenameHostDialog } from '../forms/RenameHostDialog';

/** What an admin can do with a host, in the list and on its page. */
export function HostMenu({ host, framed }: { host: Host; framed?: boolean }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'rename' | 'forget' | null>(null);
  return (
    <>
      <RowMenu name={host.name} framed={framed}>
        <LinkItem to="/containers/new" search={{ hostId: host.id }} leftSection={<IconBox size={16} />}>
          Create container
        </LinkItem>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('rename')}>
          Rename…
        </Menu.Item>
        <Menu.Item c="var(--g-bad)" leftSection={<IconTrash size={16} />} onClick={() => setDialog('forget')}>
          Remove host…
        </Menu.Item>
      </RowMenu>
      <RenameHostDialog host={host} opened={dialog === 'rename'} onClose={() => setDialog(null)} />
      <ForgetHostDialog
        host={host}
        opened={dialog === 'forget'}
        onClose={() => setDialog(null)}
        onForgotten={() => void navigate({ to: '/hosts' })}
      />
    </>
  );
}
