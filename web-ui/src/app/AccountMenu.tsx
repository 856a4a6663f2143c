import { useState } from 'react';
import {
  ActionIcon,
  Button,
  Popover,
  SegmentedControl,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { IconKey, IconLogout, IconPassword, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { logOut, sessionQuery, useMe } from '@/features/session';
import { PasswordDialog } from '@/features/user';
import { LinkButton } from '@/shared/ui/LinkButton';
import { tellProblem } from '@/shared/ui/toast';
import classes from './AccountMenu.module.css';

const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'Auto' },
];

const LINE = { variant: 'subtle', color: 'gray', justify: 'flex-start', fullWidth: true } as const;

export function AccountMenu() {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState(false);
  // keepTransitions: Mantine would switch them off by a <style> element, which the CSP forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const leave = useMutation({
    mutationFn: logOut,
    onSuccess: async () => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/login' });
    },
    onError: (error) => tellProblem(error, 'You are still logged in'),
  });
  const close = () => setOpen(false);
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-end"
        width={240}
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Account ${me.name}`}
            onClick={() => setOpen(!open)}
          >
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={classes.menu} aria-label="Account">
          <div className={classes.who}>
            <strong>{me.name}</strong>
            <span>{me.admin ? 'Administrator' : 'Viewer'}</span>
          </div>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Colours"
            value={colorScheme}
            onChange={setColorScheme}
            data={SCHEMES}
          />
          <div className={classes.acts}>
            <Button
              {...LINE}
              leftSection={<IconPassword size={16} />}
              onClick={() => {
                close();
                setPassword(true);
              }}
            >
              Change password
            </Button>
            <LinkButton {...LINE} to="/tokens" leftSection={<IconKey size={16} />} onClick={close}>
              API tokens
            </LinkButton>
            <Button
              {...LINE}
              leftSection={<IconLogout size={16} />}
              loading={leave.isPending}
              onClick={() => leave.mutate()}
            >
              Log out
            </Button>
          </div>
        </Popover.Dropdown>
      </Popover>
      <PasswordDialog user={me} own opened={password} onClose={() => setPassword(false)} />
    </>
  );
}
