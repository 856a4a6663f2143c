import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Entrance } from '@/shared/ui/Entrance';
import { ProblemNotice } from '@/shared/ui/Notice';
import { logIn, sessionQuery } from '../session.api';
import { safeTarget } from '../target';

export function LoginPage() {
  useDocumentTitle('Log in · Gantry');
  const queries = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/login' });
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Your user name' : null),
      password: (value) => (value === '' ? 'Your password' : null),
    },
  });
  const enter = useMutation({
    mutationFn: logIn,
    onSuccess: (session) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      router.history.replace(safeTarget(to));
    },
    onError: () => form.setFieldValue('password', ''),
  });
  return (
    <Entrance
      title="Gantry"
      hint={
        <>
          First start? The terminal that ran <code>./gantry up</code> shows the admin’s one-time password.
        </>
      }
    >
      <form onSubmit={form.onSubmit((values) => enter.mutate(values))} aria-label="Log in">
        <Stack gap="sm">
          <TextInput label="User" autoComplete="username" autoFocus {...form.getInputProps('name')} />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          {enter.error !== null && <ProblemNotice error={enter.error} />}
          <Button type="submit" loading={enter.isPending} fullWidth mt={4} size="md">
            Log in
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
