import { useMemo, useState } from 'react';
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconBox,
  IconChevronRight,
  IconFileSearch,
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

function useEntries(q: string, opened: boolean, admin: boolean): Entry[] {
  const enabled = opened;
  const containers = useInfiniteQuery({ ...containersQuery(q === '' ? {} : { q }), enabled });
  const hosts = useInfiniteQuery({ ...hostsQuery(q === '' ? {} : { q }), enabled });
  const images = useInfiniteQuery({ ...imagesQuery(q === '' ? {} : { q }), enabled });
  return useMemo(() => {
    const pages: Entry[] = placesFor(admin)
      .filter((place) => has(place.name, q))
      .map((place) => ({
        key: `p${place.name}`,
        name: place.name,
        about: 'Page',
        icon: IconChevronRight,
        go: { to: place.to },
      }));
    const deeds: Entry[] = admin
      ? [
          {
            key: 'new',
            name: 'Create container',
            about: 'Action',
            icon: IconPlus,
            go: { to: '/containers/new' as const },
          },
          {
            key: 'up',
            name: 'Import image',
            about: 'Action',
            icon: IconPlus,
            go: { to: '/images' as const, search: { add: true } },
          },
          {
            key: 'join',
            name: 'Add host',
            about: 'Action',
            icon: IconPlus,
            go: { to: '/hosts' as const, search: { add: true } },
          },
        ].filter((entry) => has(entry.name, q))
      : [];
    const found: Entry[] = [
      ...itemsOf(containers.data)
        .slice(0, 6)
        .map((c) => ({
          key: c.id,
          name: c.name,
          about: `Container on ${c.host.name}`,
          icon: IconBox,
          go: { to: '/containers/$id' as const, params: { id: c.id } },
        })),
      ...itemsOf(hosts.data)
        .slice(0, 4)
        .map((h) => ({
          key: h.id,
          name: h.name,
          about: 'Host',
          icon: IconServer2,
          go: { to: '/hosts/$id' as const, params: { id: h.id } },
        })),
      ...itemsOf(images.data)
        .slice(0, 4)
        .map((i) => ({
          key: i.digest,
          name: shortReference(i.references[0] ?? shortDigest(i.digest)),
          about: 'Image',
          icon: IconStack3,
          go: { to: '/images/$digest' as const, params: { digest: i.digest } },
        })),
    ].filter((entry) => has(entry.name, q) || q.length > 2);
    if (q.length > 2)
      pages.push({
        key: 'file',
        name: `Files called “${q}”`,
        about: 'Search all images',
        icon: IconFileSearch,
        go: { to: '/files' as const, search: { q } },
      });
    return q === '' ? [...pages, ...deeds, ...found.slice(0, 6)] : [...found, ...pages, ...deeds];
  }, [q, admin, containers.data, hosts.data, images.data]);
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
        placeholder="Container, host, image or page"
        aria-label="Container, host, image or page"
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
