import { useMemo, useState } from 'react';
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconBox,
  IconChevronRight,
  IconFileSearch,
  IconPackages,
  IconPlus,
  IconSearch,
  IconServer2,
  IconStack3,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, type NavigateOptions } from '@tanstack/react-router';
import { containersQuery } from '@/features/container';
import { hostsQuery } from '@/features/host';
import { imagesQuery } from '@/features/image';
import { repositoriesQuery } from '@/features/repository';
import { itemsOf } from '@/shared/api/paging';
import { shortDigest, shortReference } from '@/shared/text/format';
import { placesFor } from './Nav';
import classes from './Palette.module.css';

interface Entry {
  key: string;
  name: string;
  about: string;
  icon: typeof IconBox;
  go: NavigateOptions;
}

const has = (text: string, q: string) => text.toLowerCase().includes(q.toLowerCase());

const DEEDS: { name: string; go: NavigateOptions }[] = [
  { name: 'Create container', go: { to: '/containers/new' } },
  { name: 'Pull image', go: { to: '/images', search: { pull: true } } },
  { name: 'Import image', go: { to: '/images', search: { add: true } } },
  { name: 'Add host', go: { to: '/hosts', search: { add: true } } },
  { name: 'Add registry', go: { to: '/registries', search: { add: true } } },
];

function fixedEntries(q: string, admin: boolean): Entry[] {
  const pages = placesFor(admin).map(({ name, to }) => ({
    key: `p${name}`,
    name,
    about: 'Page',
    icon: IconChevronRight,
    go: { to },
  }));
  const deeds = DEEDS.map(({ name, go }) => ({ key: `d${name}`, name, about: 'Action', icon: IconPlus, go }));
  return [...pages, ...(admin ? deeds : [])].filter((entry) => has(entry.name, q));
}

/** What the installation holds under such names, the first few of each kind. */
function useFound(q: string, enabled: boolean): Entry[] {
  const filter = q === '' ? {} : { q };
  const containers = useInfiniteQuery({ ...containersQuery(filter), enabled });
  const hosts = useInfiniteQuery({ ...hostsQuery(filter), enabled });
  const images = useInfiniteQuery({ ...imagesQuery(filter), enabled });
  const repositories = useInfiniteQuery({ ...repositoriesQuery(filter.q), enabled });
  return useMemo(
    () => [
      ...few(containers.data, 6, ({ id, name, host }) => ({
        key: id,
        name,
        about: `Container on ${host.name}`,
        icon: IconBox,
        go: { to: '/containers/$id', params: { id } },
      })),
      ...few(hosts.data, 4, ({ id, name }) => ({
        key: id,
        name,
        about: 'Host',
        icon: IconServer2,
        go: { to: '/hosts/$id', params: { id } },
      })),
      ...few(images.data, 4, ({ digest, references }) => ({
        key: digest,
        name: shortReference(references[0] ?? shortDigest(digest)),
        about: 'Image',
        icon: IconStack3,
        go: { to: '/images/$digest', params: { digest } },
      })),
      ...few(repositories.data, 4, ({ id, name }) => ({
        key: id,
        name,
        about: 'Repository',
        icon: IconPackages,
        go: { to: '/repositories/$id', params: { id } },
      })),
    ],
    [containers.data, hosts.data, images.data, repositories.data],
  );
}

function few<T>(data: Parameters<typeof itemsOf<T>>[0], most: number, entry: (item: T) => Entry): Entry[] {
  return itemsOf(data).slice(0, most).map(entry);
}

function fileSearch(q: string): Entry[] {
  if (q.length <= 2) return [];
  const name = `Files called “${q}”`;
  return [
    {
      key: 'file',
      name,
      about: 'Search all images',
      icon: IconFileSearch,
      go: { to: '/files', search: { q } },
    },
  ];
}

function useEntries(q: string, opened: boolean, admin: boolean): Entry[] {
  const found = useFound(q, opened);
  return useMemo(() => {
    const fixed = fixedEntries(q, admin);
    const named = found.filter((entry) => has(entry.name, q) || q.length > 2);
    if (q === '') return [...fixed, ...named.slice(0, 6)];
    return [...named, ...fixed, ...fileSearch(q)];
  }, [q, admin, found]);
}

/** Ctrl+K: type a part of a name, Enter goes there. */
export function Palette({
  opened,
  onClose,
  admin,
}: {
  opened: boolean;
  onClose: () => void;
  admin: boolean;
}) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [q] = useDebouncedValue(typed.trim(), 120);
  const entries = useEntries(q, opened, admin);
  const navigate = useNavigate();
  const current = Math.min(at, entries.length - 1);
  const close = () => {
    onClose();
    setTyped('');
    setAt(0);
  };
  const go = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    void navigate(entry.go);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((current + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setAt((current - 1 + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') go(entries[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={560}
      centered={false}
      yOffset="12vh"
      title="Go to"
      styles={{ header: { display: 'none' } }}
    >
      <TextInput
        variant="unstyled"
        size="md"
        data-autofocus
        className={classes.input}
        leftSection={<IconSearch size={18} />}
        placeholder="Container, host, image, repository or page"
        aria-label="Container, host, image, repository or page"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[current] === undefined ? undefined : `palette-${current}`}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id="palette-list" role="listbox" aria-label="Results" className={classes.list}>
        {entries.map(({ key, name, about, icon: Icon, ...entry }, i) => (
          // The caret stays in the field, which handles the keys (ARIA combobox pattern).
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={key}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            className={classes.entry}
            onClick={() => go({ key, name, about, icon: Icon, ...entry })}
            onMouseMove={() => setAt(i)}
          >
            <Icon size={17} stroke={1.6} aria-hidden />
            <span className={classes.name}>{name}</span>
            <span className={classes.about}>{about}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={classes.none}>Nothing here is called “{typed}”.</p>}
    </Modal>
  );
}
