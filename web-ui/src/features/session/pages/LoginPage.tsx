import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Logo } from '@/shared/ui/Logo';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Sheets } from '@/shared/ui/Sheets';
import { logIn, sessionQuery } from '../session.api';
import classes from './LoginPage.module.css';

/** Only a path of this site, never another one's address. */
export function safeTarget(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) && !to.startsWith('/login') ? to : '/';
}

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
    <main className={classes.page}>
      <div className={classes.deck}>
        <Sheets count={7} width={420} />
      </div>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={40} />
          <h1>Gantry</h1>
        </div>
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
        <p className={classes.hint}>
          First start? The terminal that ran <code>./gantry up</code> shows the admin’s one-time password.
        </p>
      </div>
    </main>
  );
}
