import { useState } from 'react';
import { Menu } from '@mantine/core';
import { IconBox, IconDownload, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import type { Image } from '@/shared/api/model';
import { bytes, shortDigest, shortReference } from '@/shared/text/format';
import { LinkItem } from '@/shared/ui/LinkItem';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { RemoveImageDialog } from '../forms/RemoveImageDialog';
import classes from './ImageTable.module.css';

export function ImageTable({ images, withHosts = true }: { images: Image[]; withHosts?: boolean }) {
  const columns: Column<Image>[] = [
    { key: 'reference', header: 'Image', place: 'main', cell: (image) => <Name image={image} /> },
    ...(withHosts
      ? [{ key: 'hosts', header: 'Hosts', cell: (image: Image) => <Hosts image={image} /> }]
      : []),
    { key: 'platform', header: 'Platform', cell: (image) => `${image.os}/${image.architecture}` },
    { key: 'size', header: 'Size', place: 'end', align: 'right', cell: (image) => bytes(image.sizeBytes) },
    { key: 'created', header: 'Made', cell: (image) => <Ago time={image.createdAt} none="not said" /> },
    { key: 'used', header: 'Used by', cell: (image) => <UsedBy image={image} /> },
    { key: 'acts', header: '', place: 'acts', align: 'right', cell: (image) => <Acts image={image} /> },
  ];
  return <Table label="Images" columns={columns} rows={images} id={(image) => image.digest} />;
}

function Name({ image }: { image: Image }) {
  const [first, ...others] = image.references;
  return (
    <div>
      <Link to="/images/$digest" params={{ digest: image.digest }} className={classes.name}>
        {first === undefined ? 'no name' : shortReference(first)}
      </Link>
      {others.map((other) => (
        <div key={other} className={classes.also}>
          {shortReference(other)}
        </div>
      ))}
      <div className={classes.also}>
        <code title={image.digest}>{shortDigest(image.digest)}</code>
      </div>
    </div>
  );
}

function Hosts({ image: { hosts } }: { image: Image }) {
  return (
    <span>
      {hosts.slice(0, 3).map((host, i) => (
        <span key={host.id}>
          {i > 0 && ', '}
          <Link to="/hosts/$id" params={{ id: host.id }} className={classes.quiet}>
            {host.name}
          </Link>
        </span>
      ))}
      {hosts.length > 3 && ` and ${hosts.length - 3} more`}
    </span>
  );
}

function UsedBy({ image }: { image: Image }) {
  if (image.usedBy === 0) return <span className={classes.also}>nothing</span>;
  return (
    <Link to="/containers" search={{ image: image.references[0] ?? image.digest }}>
      {image.usedBy} {image.usedBy === 1 ? 'container' : 'containers'}
    </Link>
  );
}

function Acts({ image }: { image: Image }) {
  const me = useMe();
  const [removing, setRemoving] = useState(false);
  const name = shortReference(image.references[0] ?? shortDigest(image.digest));
  return (
    <>
      <RowMenu name={name}>
        {me.admin && (
          <LinkItem
            to="/containers/new"
            search={{ image: image.references[0] === undefined ? image.digest : name }}
            leftSection={<IconBox size={16} />}
          >
            Create container
          </LinkItem>
        )}
        <Menu.Item
          component="a"
          href={`/api/v1/images/${image.digest}/archive`}
          download
          leftSection={<IconDownload size={16} />}
        >
          Save archive
        </Menu.Item>
        {me.admin && (
          <Menu.Item c="var(--g-bad)" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
            Remove…
          </Menu.Item>
        )}
      </RowMenu>
      <RemoveImageDialog
        image={image}
        users={image.usedBy}
        name={name}
        opened={removing}
        onClose={() => setRemoving(false)}
        onRemoved={() => setRemoving(false)}
      />
    </>
  );
}
