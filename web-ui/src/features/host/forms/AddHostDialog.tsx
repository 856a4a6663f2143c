import { useState } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Host, JoinToken } from '@/shared/api/model';
import { useNow } from '@/shared/text/clock';
import { LinkButton } from '@/shared/ui/LinkButton';
import { CopyButton } from '@/shared/ui/Copy';
import { ProblemNotice } from '@/shared/ui/Notice';
import { createJoinToken } from '../host.api';
import { useHosts } from '../hosts';
import classes from './AddHostDialog.module.css';

export function AddHostDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a host" size={620}>
      {opened && <AddHost onClose={onClose} />}
    </Modal>
  );
}

function AddHost({ onClose }: { onClose: () => void }) {
  const hosts = useHosts();
  const [name, setName] = useState('');
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const create = useMutation({
    mutationFn: createJoinToken,
    onMutate: () => setKnown(new Set(hosts.map(({ id }) => id))),
  });
  const newcomer = create.data === undefined ? undefined : hosts.find(({ id }) => !known.has(id));
  if (newcomer !== undefined) return <Joined host={newcomer} onClose={onClose} />;
  if (create.data !== undefined)
    return <Waiting token={create.data} again={() => create.mutate(name.trim())} busy={create.isPending} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(name.trim());
      }}
    >
      <Stack gap="sm">
        <p>
          A host is any Linux machine, in your rooms or in a cloud. Its agent dials out to this server; it
          needs no open port. You get one line to paste there as root, good once and for 15 minutes.
        </p>
        <TextInput
          label="Name"
          description="Empty: the machine’s own host name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {create.error !== null && <ProblemNotice error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create join line
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Waiting({ token, again, busy }: { token: JoinToken; again: () => void; busy: boolean }) {
  const now = useNow();
  const left = Math.max(0, Math.floor((Date.parse(token.expiresAt) - now) / 1000));
  if (left === 0)
    return (
      <Stack gap="sm">
        <p>This join line has expired; nobody can use it any more.</p>
        <Button onClick={again} loading={busy}>
          Create a new one
        </Button>
      </Stack>
    );
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <Stack gap="sm">
      <p>Paste this line on the new host, as root:</p>
      <div className={classes.line}>
        <pre aria-label="Join line">{token.command}</pre>
        <CopyButton value={token.command} label="Copy line" />
      </div>
      <p className={classes.hint}>
        The line holds a secret: it lets one machine join, once. It also carries the server’s fingerprint, so
        that the host tells nothing to anybody else.
      </p>
      <div className={classes.wait} role="status">
        <span className={classes.pulse} aria-hidden />
        Waiting for the host… <span role="timer">{clock}</span> left
      </div>
    </Stack>
  );
}

function Joined({ host, onClose }: { host: Host; onClose: () => void }) {
  return (
    <div className={classes.joined} role="status">
      <IconCircleCheck size={44} stroke={1.4} aria-hidden />
      <h2>{host.name} has joined</h2>
      <p>Its certificate is issued and its facts arrive now. Containers can be placed on it.</p>
      <Group gap="xs" mt="xs">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <LinkButton to="/hosts/$id" params={{ id: host.id }}>
          Open {host.name}
        </LinkButton>
      </Group>
    </div>
  );
}
