import type { Manifest, RepositoryTag } from '@/shared/api/model';
import { bytes, shortDigest } from '@/shared/text/format';
import { Code } from '@/shared/ui/Copy';
import { Table, type Column } from '@/shared/ui/Table';
import { Ago } from '@/shared/ui/Time';
import { RemoveManifest } from '../forms/RemoveManifest';

interface Repository {
  id: string;
  name: string;
}

export function TagTable({
  repository,
  tags,
  admin,
}: {
  repository: Repository;
  tags: RepositoryTag[];
  admin: boolean;
}) {
  const columns: Column<RepositoryTag>[] = [
    { key: 'name', header: 'Tag', place: 'main', cell: (tag) => <strong>{tag.name}</strong> },
    {
      key: 'pull',
      header: 'Pull',
      cell: (tag) => <Code value={tag.pullCommand} what={`pull command of ${tag.name}`} />,
    },
    ...about<RepositoryTag>(
      (tag) => tag.manifest,
      (tag) => tag,
    ),
    {
      key: 'acts',
      header: '',
      align: 'right',
      cell: (tag) =>
        admin && <RemoveManifest repository={repository} digest={tag.manifest.digest} tag={tag.name} />,
    },
  ];
  return <Table label="Tags" columns={columns} rows={tags} id={(tag) => tag.name} />;
}

export function UntaggedTable({
  repository,
  manifests,
  admin,
}: {
  repository: Repository;
  manifests: Manifest[];
  admin: boolean;
}) {
  const columns: Column<Manifest>[] = [
    ...about<Manifest>(
      (manifest) => manifest,
      (manifest) => manifest,
    ),
    {
      key: 'acts',
      header: '',
      align: 'right',
      cell: (manifest) => admin && <RemoveManifest repository={repository} digest={manifest.digest} />,
    },
  ];
  return (
    <Table label="Without a tag" columns={columns} rows={manifests} id={(manifest) => manifest.digest} />
  );
}

function about<T>(
  manifest: (row: T) => Manifest,
  push: (row: T) => { pushedAt: string; pushedBy: string },
): Column<T>[] {
  return [
    {
      key: 'digest',
      header: 'Digest',
      cell: (row) => (
        <Code
          value={manifest(row).digest}
          show={`sha256:${shortDigest(manifest(row).digest)}`}
          what="digest"
        />
      ),
    },
    { key: 'platforms', header: 'Platforms', cell: (row) => whatItIs(manifest(row)) },
    {
      key: 'size',
      header: 'Size',
      place: 'end',
      align: 'right',
      cell: (row) => bytes(manifest(row).sizeBytes),
    },
    {
      key: 'pushed',
      header: 'Pushed',
      cell: (row) => (
        <>
          <Ago time={push(row).pushedAt} /> by {push(row).pushedBy}
        </>
      ),
    },
  ];
}

function whatItIs({ platforms, artifactType }: Manifest): string {
  return platforms.length > 0 ? platforms.join(', ') : (artifactType ?? 'not said');
}
