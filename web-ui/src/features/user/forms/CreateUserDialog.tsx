import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Role } from '@/shared/api/model';
import { asProblem } from '@/shared/api/problem';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { createUser } from '../user.api';
import { passwordProblem } from './PasswordDialog';

export function CreateUserDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Create user">
      <CreateUser onClose={onClose} />
    </Modal>
  );
}

const ROLES: { value: Role; label: string }[] = [
  { value: 'VIEWER', label: 'Viewer: reads' },
  { value: 'ADMIN', label: 'Administrator: may do all' },
];

function CreateUser({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm<{ name: string; password: string; role: Role }>({
    initialValues: { name: '', password: '', role: 'VIEWER' },
    validate: {
      name: (name) =>
        /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(name)
          ? null
          : 'Letters, digits, dots, dashes; a letter or digit first',
      password: passwordProblem,
    },
  });
  const create = useMutation({
    mutationFn: createUser,
    onSuccess: (user) => {
      tellDone(`${user.name} can log in now`);
      onClose();
    },
    onError: (error) => form.setErrors(asProblem(error).fields),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack gap="sm">
        <TextInput label="Name" autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <PasswordInput label="Password" autoComplete="new-password" {...form.getInputProps('password')} />
        <Select label="Role" data={ROLES} {...form.getInputProps('role')} />
        {create.error !== null && <ProblemNotice error={create.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create user
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
