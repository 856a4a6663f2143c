import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Host } from '@/shared/api/model';
import { ProblemNotice } from '@/shared/ui/Notice';
import { renameHost } from '../host.api';

interface DialogProps {
  host: Host;
  opened: boolean;
  onClose: () => void;
}

export function RenameHostDialog({ opened, ...props }: DialogProps) {
  return (
    <Modal opened={opened} onClose={props.onClose} title={`Rename ${props.host.name}`}>
      <Rename {...props} />
    </Modal>
  );
}

function Rename({ host, onClose }: Omit<DialogProps, 'opened'>) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: host.name },
    validate: {
      name: (name) =>
        /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(name)
          ? null
          : 'Letters, digits, dots, dashes; a letter or digit first',
    },
  });
  const rename = useMutation({
    mutationFn: ({ name }: { name: string }) => renameHost(host, name),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['hosts'] }),
  });
  return (
    <form onSubmit={form.onSubmit((values) => rename.mutate(values))}>
      <Stack gap="sm">
        <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
        {rename.error !== null && <ProblemNotice error={rename.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
