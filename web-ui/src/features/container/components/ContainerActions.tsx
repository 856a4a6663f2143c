import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconBolt, IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Container } from '@/shared/api/model';
import { Confirm } from '@/shared/ui/Confirm';
import { useDeed } from '../actions';
import type { Deed } from '../container.api';
import { isUp } from '../state';
import { RemoveDialog } from './RemoveDialog';

export function ContainerActions({ container }: { container: Container }) {
  const deed = useDeed(container);
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'kill' | 'remove' | null>(null);
  const up = isUp(container);
  const busy = (name: Deed) => deed.isPending && deed.variables.deed === name;
  const run = (name: Deed) => deed.mutate({ deed: name });
  return (
    <>
      {!up && (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={busy('start')}
          onClick={() => run('start')}
        >
          Start
        </Button>
      )}
      {up && (
        <>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} />}
            loading={busy('stop')}
            onClick={() => run('stop')}
          >
            Stop
          </Button>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={busy('restart')}
            onClick={() => run('restart')}
          >
            Restart
          </Button>
          <Button variant="default" leftSection={<IconBolt size={16} />} onClick={() => setAsking('kill')}>
            Kill…
          </Button>
        </>
      )}
      <Button
        variant="default"
        c="var(--g-bad)"
        leftSection={<IconTrash size={16} />}
        onClick={() => setAsking('remove')}
      >
        Remove…
      </Button>
      <Confirm
        opened={asking === 'kill'}
        title={`Kill ${container.name}?`}
        confirm={`Kill ${container.name}`}
        busy={busy('kill')}
        onClose={() => setAsking(null)}
        onConfirm={() => deed.mutate({ deed: 'kill' }, { onSettled: () => setAsking(null) })}
      >
        <p>
          <strong>{container.name}</strong> is ended at once, with no chance to save its work. Stop asks it
          first.
        </p>
      </Confirm>
      <RemoveDialog
        container={container}
        opened={asking === 'remove'}
        onClose={() => setAsking(null)}
        onRemoved={() => void navigate({ to: '/containers' })}
      />
    </>
  );
}
