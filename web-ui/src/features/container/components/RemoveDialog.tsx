import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Container } from '@/shared/api/model';
import { Confirm } from '@/shared/ui/Confirm';
import { useDeed } from '../actions';
import { isUp } from '../state';

interface RemoveDialogProps {
  container: Container;
  opened: boolean;
  onClose: () => void;
  /** Leaves the container's page. */
  onRemoved?: () => void;
}

export function RemoveDialog({ container, opened, onClose, onRemoved }: RemoveDialogProps) {
  const deed = useDeed(container);
  const up = isUp(container);
  const [force, setForce] = useState(false);
  const remove = () =>
    deed.mutate(
      { deed: 'remove', force: up ? force : false },
      {
        onSuccess: () => {
          onClose();
          onRemoved?.();
        },
      },
    );
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
