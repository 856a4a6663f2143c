import { useState } from 'react';
import { Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Host } from '@/shared/api/model';
import { removeThing } from '@/shared/api/thing';
import { count } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { tellDone } from '@/shared/ui/toast';
import { forgetHost } from '../host.api';

interface ForgetHostDialogProps {
  host: Host;
  opened: boolean;
  onClose: () => void;
  onForgotten: () => void;
}

export function ForgetHostDialog({ host, opened, onClose, onForgotten }: ForgetHostDialogProps) {
  const queries = useQueryClient();
  const [force, setForce] = useState(false);
  const forget = useMutation({
    mutationFn: () => removeThing(queries, 'hosts', host.id, () => forgetHost(host.id, force)),
    onSuccess: async () => {
      tellDone(`${host.name} is removed`);
      onForgotten();
      await queries.invalidateQueries({ queryKey: ['hosts', 'list'] });
    },
  });
  return (
    <Confirm
      opened={opened}
      title={`Remove ${host.name}?`}
      confirm={`Remove ${host.name}`}
      busy={forget.isPending}
      error={forget.error}
      onClose={onClose}
      onConfirm={() => forget.mutate()}
    >
      <p>
        Its certificate is revoked at once and Gantry forgets <strong>{host.name}</strong>. What runs on the
        machine goes on running, without Gantry. To come back it has to join anew.
      </p>
      {host.containers.total > 0 && (
        <Checkbox
          mt="md"
          mb="sm"
          label={`Forget its ${count(host.containers.total, 'container')}, too`}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
