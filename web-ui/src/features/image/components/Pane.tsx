import type { ReactNode, Ref } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { nameOf, shown } from '../deck/paths';
import classes from './Pane.module.css';

interface PaneProps {
  path: string;
  onClose: () => void;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

/** What is shown of one file, under its name. */
export function Pane({ path, onClose, ref, children }: PaneProps) {
  return (
    <section ref={ref} className={classes.pane} aria-label={`File ${shown(path)}`}>
      <div className={classes.head}>
        <div className={classes.title}>
          <h3>{shown(nameOf(path))}</h3>
          <code>/{shown(path)}</code>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label="Close the file" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {children}
    </section>
  );
}
