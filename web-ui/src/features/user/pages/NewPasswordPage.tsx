import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { logOut, safeTarget, sessionQuery, useMe } from '@/features/session';
import { Entrance } from '@/shared/ui/Entrance';
import { tellProblem } from '@/shared/ui/toast';
import { PasswordForm } from '../forms/PasswordDialog';

/** Where a session ends up whose password was given out for one login: the server opens nothing else to it. */
export function NewPasswordPage() {
  useDocumentTitle('New password · Gantry');
  const me = useMe();
  const queries = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/password' });
  const goOn = async () => {
    await queries.query({ ...sessionQuery, staleTime: 0 });
    await router.navigate({ href: safeTarget(to), replace: true });
  };
  const leave = useMutation({
    mutationFn: logOut,
    onSuccess: goOn,
    onError: (error) => tellProblem(error, 'You are still logged in'),
  });
  return (
    <Entrance
      title="Choose a password"
      hint={
        <>
          You logged in as <strong>{me.name}</strong> with a one-time password. Choose your own to go on.{' '}
          <Button variant="transparent" size="compact-sm" p={0} onClick={() => leave.mutate()}>
            Log out
          </Button>
        </>
      }
    >
      <PasswordForm user={me} own current="One-time password" onChanged={() => void goOn()} />
    </Entrance>
  );
}
