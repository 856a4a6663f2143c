import { useState } from 'react';
import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconKey, IconLogout, IconPassword, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { logOut, sessionQuery, useMe } from '@/features/session';
import { PasswordDialog } from '@/features/user';
import { tellProblem } from '@/shared/ui/toast';
import classes from './AccountMenu.module.css';

const SCHEMES: [MantineColorScheme, string][] = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['auto', 'As the system'],
];

export function AccountMenu() {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
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
  return (
    <>
      <Menu position="bottom-end" width={230} shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Account ${me.name}`}>
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className={classes.who}>
            <strong>{me.name}</strong>
            <span>{me.admin ? 'Administrator' : 'Viewer'}</span>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Label>Colours</Menu.Label>
          {SCHEMES.map(([scheme, name]) => (
            <Menu.Item
              key={scheme}
              role="menuitemradio"
              aria-checked={scheme === colorScheme}
              closeMenuOnClick={false}
              rightSection={scheme === colorScheme ? <IconCheck size={15} aria-hidden /> : null}
              onClick={() => setColorScheme(scheme)}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPassword size={16} />} onClick={() => setPassword(true)}>
            Change password
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} />} component={Link} to="/tokens">
            API tokens
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>
            Log out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog user={me} own opened={password} onClose={() => setPassword(false)} />
    </>
  );
}
