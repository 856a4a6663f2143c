import type { ReactNode } from 'react';
import { Button, Group, Modal } from '@mantine/core';
import { ProblemNotice } from './Notice';

interface ConfirmProps {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** The verb and its object: "Remove container web-1". */
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({
  opened,
  title,
  children,
  confirm,
  danger = true,
  busy,
  error,
  onConfirm,
  onClose,
}: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      {children}
      {error !== undefined && error !== null && <ProblemNotice error={error} />}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color={danger ? 'red' : undefined} loading={busy ?? false} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
