import { Suspense, useEffect, useState } from 'react';
import { Badge, Button, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch, IconStack2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { OperationsDrawer, useRunningCount, useTellOfFinished } from '@/features/operation';
import { useMe } from '@/features/session';
import { startLive } from '@/shared/live/live';
import { Loading } from '@/shared/ui/Notice';
import { Logo } from '@/shared/ui/Logo';
import { AccountMenu } from './AccountMenu';
import { Nav, TabBar } from './Nav';
import { Palette } from './Palette';
import { StaleBanner } from './StaleBanner';
import classes from './Shell.module.css';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Shell() {
  const queries = useQueryClient();
  const me = useMe();
  const [palette, setPalette] = useState(false);
  const [operations, setOperations] = useState(false);
  const running = useRunningCount();
  useTellOfFinished(me.name);
  useEffect(() => startLive(queries), [queries]);
  useHotkeys([['mod+K', () => setPalette((open) => !open)]], []);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.top}>
        <Link to="/" className={classes.brand} aria-label="Gantry, overview">
          <Logo size={26} />
          <span>Gantry</span>
        </Link>
        <UnstyledButton
          className={classes.find}
          onClick={() => setPalette(true)}
          aria-label="Go to… (Ctrl+K)"
        >
          <IconSearch size={16} aria-hidden />
          <span>Go to container, host, image…</span>
          <kbd>{mac ? '⌘ K' : 'Ctrl K'}</kbd>
        </UnstyledButton>
        <Button
          className={classes.operations}
          variant="subtle"
          color="gray"
          leftSection={<IconStack2 size={18} aria-hidden />}
          rightSection={
            running > 0 ? (
              <Badge size="sm" circle color="crane" className={classes.running}>
                {running}
              </Badge>
            ) : null
          }
          onClick={() => setOperations(true)}
          aria-label={running > 0 ? `Operations, ${running} running` : 'Operations'}
        >
          <span className={classes.word}>Operations</span>
        </Button>
        <AccountMenu />
      </header>
      <Nav admin={me.admin} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <StaleBanner />
        <Suspense fallback={<Loading rows={4} height={64} />}>
          <Outlet />
        </Suspense>
      </main>
      <TabBar admin={me.admin} />
      <Palette opened={palette} onClose={() => setPalette(false)} admin={me.admin} />
      <OperationsDrawer opened={operations} onClose={() => setOperations(false)} />
    </div>
  );
}
