import type { ComponentType } from 'react';
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconBox,
  IconBuildingWarehouse,
  IconDots,
  IconFileSearch,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconPackages,
  IconServer2,
  IconStack3,
  IconUsers,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './Nav.module.css';

interface Place {
  to: NonNullable<LinkProps['to']>;
  name: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  adminOnly?: boolean;
}

const MAIN: Place[] = [
  { to: '/', name: 'Overview', icon: IconLayoutDashboard },
  { to: '/hosts', name: 'Hosts', icon: IconServer2 },
  { to: '/images', name: 'Images', icon: IconStack3 },
  { to: '/repositories', name: 'Repositories', icon: IconPackages },
  { to: '/containers', name: 'Containers', icon: IconBox },
];
/** Not at hand on a phone, where there is room for five. */
const SEARCHES: Place[] = [{ to: '/files', name: 'Files', icon: IconFileSearch }];
const SETTINGS: Place[] = [
  { to: '/registries', name: 'Registries', icon: IconBuildingWarehouse, adminOnly: true },
  { to: '/tokens', name: 'Tokens', icon: IconKey },
  { to: '/users', name: 'Users', icon: IconUsers, adminOnly: true },
  { to: '/audit', name: 'Audit', icon: IconHistory, adminOnly: true },
];

export function placesFor(admin: boolean): Place[] {
  return [...MAIN, ...SEARCHES, ...SETTINGS].filter((place) => admin || place.adminOnly !== true);
}

function Item({ place }: { place: Place }) {
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      className={classes.item}
      activeOptions={{ exact: place.to === '/', includeSearch: false }}
    >
      <Icon size={19} stroke={1.6} />
      <span>{place.name}</span>
    </Link>
  );
}

export function Nav({ admin }: { admin: boolean }) {
  const settings = SETTINGS.filter((place) => admin || place.adminOnly !== true);
  return (
    <nav className={classes.nav} aria-label="Main">
      {[...MAIN, ...SEARCHES].map((place) => (
        <Item key={place.name} place={place} />
      ))}
      <div className={classes.group}>Settings</div>
      {settings.map((place) => (
        <Item key={place.name} place={place} />
      ))}
    </nav>
  );
}

/** The same places at a thumb's reach. */
export function TabBar({ admin }: { admin: boolean }) {
  const settings = SETTINGS.filter((place) => admin || place.adminOnly !== true);
  return (
    <nav className={classes.tabs} aria-label="Main, phone">
      {MAIN.map((place) => (
        <Item key={place.name} place={place} />
      ))}
      <Menu position="top-end" width={180}>
        <Menu.Target>
          <UnstyledButton className={classes.item}>
            <IconDots size={19} stroke={1.6} />
            <span>More</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {[...SEARCHES, ...settings].map(({ to, name, icon: Icon }) => (
            <Menu.Item key={name} component={Link} to={to} leftSection={<Icon size={16} />}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
