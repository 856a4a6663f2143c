import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CopyButton } from '@/shared/ui/Copy';
import { ProblemNotice } from '@/shared/ui/Notice';
import { createToken } from '../token.api';
import classes from './CreateTokenDialog.module.css';

const TERMS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

export function CreateTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Create token" closeOnClickOutside={false}>
      <CreateToken onClose={onClose} />
    </Modal>
  );
}

function CreateToken({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: '', days: '90' },
    validate: { name: (name) => (name.trim() === '' ? 'A name says what uses it' : null) },
  });
  const create = useMutation({
    mutationFn: ({ name, days }: typeof form.values) =>
      createToken({ name: name.trim(), expiresInDays: Number(days) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (create.data !== undefined)
    return (
      <Stack gap="sm">
        <p>
          This is <strong>{create.data.name}</strong>. Copy it now: Gantry keeps only its hash and can’t show
          it again.
        </p>
        <div className={classes.secret}>
          <code aria-label="Token">{create.data.secret}</code>
          <CopyButton value={create.data.secret} label="Copy token" />
        </div>
        <Button onClick={onClose}>I have it</Button>
      </Stack>
    );
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack gap="sm">
        <TextInput label="Name" placeholder="deploy-bot" data-autofocus {...form.getInputProps('name')} />
        <Select label="Valid for" data={TERMS} {...form.getInputProps('days')} />
        {create.error !== null && <ProblemNotice error={create.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
