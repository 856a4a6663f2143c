import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { asProblem } from '@/shared/api/problem';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { changeUser } from '../user.api';

export const PASSWORD_MIN = 10;

export function passwordProblem(password: string): string | null {
  return password.length < PASSWORD_MIN ? `At least ${PASSWORD_MIN} characters` : null;
}

interface PasswordDialogProps {
  user: { id: string; name: string };
  /** One's own password asks for the current one. */
  own?: boolean;
  opened: boolean;
  onClose: () => void;
}

export function PasswordDialog({ user, own = false, opened, onClose }: PasswordDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={own ? 'Change your password' : `New password for ${user.name}`}
    >
      <PasswordForm user={user} own={own} onClose={onClose} onChanged={onClose} />
    </Modal>
  );
}

interface PasswordFormProps {
  user: { id: string; name: string };
  own?: boolean;
  /** What the password is called that one has now. */
  current?: string;
  /** Without it there is no way around. */
  onClose?: () => void;
  onChanged: () => void;
}

export function PasswordForm({
  user,
  own = false,
  current = 'Current password',
  onClose,
  onChanged,
}: PasswordFormProps) {
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: {
      current: (value) => (own && value === '' ? 'It is needed once more' : null),
      password: (value, values) =>
        own && value !== '' && value === values.current ? 'Choose another one' : passwordProblem(value),
      again: (value, values) => (value === values.password ? null : 'The two are not the same'),
    },
  });
  const change = useMutation({
    mutationFn: (values: typeof form.values) =>
      changeUser(user.id, {
        password: values.password,
        currentPassword: own ? values.current : undefined,
      }),
    onSuccess: () => {
      tellDone(own ? 'Your password is changed' : `${user.name} has a new password`);
      onChanged();
    },
    onError: (error) => {
      const { currentPassword, ...fields } = asProblem(error).fields;
      form.setErrors({ ...fields, ...(currentPassword !== undefined && { current: currentPassword }) });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        {own && (
          <PasswordInput
            label={current}
            autoComplete="current-password"
            data-autofocus
            autoFocus
            {...form.getInputProps('current')}
          />
        )}
        <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('password')} />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        {change.error !== null && <ProblemNotice error={change.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          {onClose !== undefined && (
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
