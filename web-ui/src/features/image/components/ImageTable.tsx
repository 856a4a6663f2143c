import { Link } from '@tanstack/react-router';
import type { Image } from '@/shared/api/model';
import { bytes, shortDigest, shortReference } from '@/shared/text/format';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
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
