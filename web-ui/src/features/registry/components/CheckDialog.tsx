import { useState } from 'react';
import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useHosts } from '@/features/host';
import type { HostRegistryCheck, Registry } from '@/shared/api/model';
import { problemOf } from '@/shared/api/problem';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Pill } from '@/shared/ui/Pill';
import { checkQuery } from '../registry.api';
import { findings } from './findings';
import classes from './CheckDialog.module.css';

interface CheckDialogProps {
  /** Null while none is checked. */
  registry: Registry | null;
  onClose: () => void;
}

/** Has hosts look how far they come at a registry, as soon as it opens. */
export function CheckDialog({ registry, onClose }: CheckDialogProps) {
  return (
    <Modal
      opened={registry !== null}
      onClose={onClose}
      title={registry === null ? '' : `Check ${registry.host}`}
      size={560}
    >
      {registry !== null && <Check registry={registry} onClose={onClose} />}
    </Modal>
  );
}

function Check({ registry, onClose }: { registry: Registry; onClose: () => void }) {
  const [hostId, setHostId] = useState('');
  const hosts = useHosts().filter(({ state }) => state === 'CONNECTED');
  const check = useQuery(checkQuery(registry.id, hostId));
  return (
    <Stack gap="sm">
      <Select
        label="Host"
        description="Each asks as it would for a pull; nothing is fetched"
        data={[
          { value: '', label: 'All connected hosts' },
          ...hosts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={hostId}
        onChange={(value) => setHostId(value ?? '')}
        allowDeselect={false}
      />
      <div aria-live="polite" aria-busy={check.isFetching}>
        {check.isFetching ? (
          <Loading rows={2} />
        ) : check.isError ? (
          <ProblemNotice error={check.error} />
        ) : (
          <ul className={classes.hosts}>
            {check.data?.hosts.map((each) => (
              <Found key={each.hostId} check={each} />
            ))}
          </ul>
        )}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        >
          Check again
        </Button>
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  );
}

function Found({ check }: { check: HostRegistryCheck }) {
  return (
    <li>
      <div className={classes.name}>
        <strong>{check.hostName}</strong>
        <Pill tone={check.problem === null ? 'ok' : check.asked ? 'bad' : 'idle'}>
          {check.problem === null ? 'Works' : check.asked ? 'Does not work' : 'Not asked'}
        </Pill>
      </div>
      <span className={classes.found}>{findings(check).join(' · ')}</span>
      {check.problem !== null && <ProblemNotice error={problemOf(0, check.problem)} />}
    </li>
  );
}
