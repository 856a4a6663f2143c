import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Container } from '@/shared/api/model';
import { Confirm } from '@/shared/ui/Confirm';
import { useDeed } from '../actions';
import { forget, leave, stay } from '../container.api';
import { isUp } from '../state';

interface RemoveDialogProps {
  container: Container;
  opened: boolean;
  onClose: () => void;
  /** Leaves the container's page; done when it shows no more. */
  onRemoved?: () => Promise<void>;
}

export function RemoveDialog({ container, opened, onClose, onRemoved }: RemoveDialogProps) {
  const queries = useQueryClient();
  const deed = useDeed(container);
  const up = isUp(container);
  const [force, setForce] = useState(false);
  const remove = () => {
    if (onRemoved !== undefined) leave(container.id);
    deed.mutate(
      { deed: 'remove', force: up ? force : false },
      {
        onSuccess: () => {
          onClose();
          void onRemoved?.().then(() => forget(queries, container.id));
        },
        onError: () => stay(container.id),
      },
    );
  };
  return (
    <Confirm
      opened={opened}
      title={`Remove ${container.name}?`}
      confirm={`Remove ${container.name}`}
      busy={deed.isPending}
      error={deed.error}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>
        Everything that <strong>{container.name}</strong> on {container.host.name} wrote to its disk, and its
        log, is deleted. Its image stays.
      </p>
      {up && (
        <Checkbox
          mt="md"
          mb="sm"
          label="It is running: kill it first"
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
