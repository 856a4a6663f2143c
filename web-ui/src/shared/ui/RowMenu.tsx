import type { ReactNode } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

interface RowMenuProps {
  /** Whose actions they are, for those who do not see it. */
  name: string;
  busy?: boolean;
  /** Beside buttons, whose look it takes. */
  framed?: boolean;
  /** Menu items. */
  children: ReactNode;
}

/** What else can be done with one thing, behind a button that a thumb can hit. */
export function RowMenu({ name, busy = false, framed = false, children }: RowMenuProps) {
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon
          variant={framed ? 'default' : 'subtle'}
          color="gray"
          size={36}
          loading={busy}
          aria-label={`Actions for ${name}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
