import type { ReactNode } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

interface RowMenuProps {
  /** Whose row it is, for those who do not see it. */
  name: string;
  busy?: boolean;
  /** Menu items. */
  children: ReactNode;
}

/** What can be done with one row, behind a button that a thumb can hit. */
export function RowMenu({ name, busy = false, children }: RowMenuProps) {
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} loading={busy} aria-label={`Actions for ${name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
