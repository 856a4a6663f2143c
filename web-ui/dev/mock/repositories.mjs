import { at } from './data.mjs';

const DAY = 86_400;
const digest = (letter) => `sha256:${letter.repeat(64)}`;
const manifest = (letter, sizeBytes, ago, platforms = ['linux/amd64', 'linux/arm64/v8']) => ({
  digest: digest(letter),
  mediaType: 'application/vnd.oci.image.index.v1+json',
  artifactType: null,
  platforms,
  sizeBytes,
  pushedAt: at(ago),
  pushedBy: 'admin/deploy-bot',
});
const tag = (name, of) => ({
  name,
  manifest: of,
  pushedAt: of.pushedAt,
  pushedBy: of.pushedBy,
  pullCommand: `docker pull gantry.example:8080/team/shop:${name}`,
});

const newest = manifest('a', 214 * 1024 ** 2, 3_600);
const tags = [
  tag('2.4.0', manifest('b', 212 * 1024 ** 2, 9 * DAY)),
  tag('2.4.1', newest),
  tag('latest', newest),
];
const untagged = [manifest('c', 208 * 1024 ** 2, 30 * DAY, ['linux/amd64'])];

const repository = (id, name, count, sizeBytes, ago) => ({
  id,
  name,
  tags: count,
  sizeBytes,
  createdAt: at(90 * DAY),
  pushedAt: at(ago),
  pushedBy: 'admin/deploy-bot',
});
const repositories = [
  repository('r1', 'base/java-17', 12, 480 * 1024 ** 2, 2 * DAY),
  repository('r2', 'team/shop', 3, 402 * 1024 ** 2, 3_600),
  repository('r3', 'team/shop-worker-with-a-rather-long-name', 1, 77 * 1024 ** 2, 400 * DAY),
];
const usedBy = [
  { containerId: 'c1', containerName: 'web-1', hostId: 'h1', hostName: 'berlin-1', digest: newest.digest },
  { containerId: null, containerName: null, hostId: 'h2', hostName: 'berlin-2', digest: newest.digest },
];

/** What GET answers below /repositories; null where there is nothing. */
export function answer(id, verb, sub, query) {
  const page = (items) => ({ items, next: null, total: items.length });
  if (id === undefined) return page(repositories.filter((r) => r.name.includes(query.get('q') ?? '')));
  const found = repositories.find((r) => r.id === id);
  if (found === undefined) return null;
  if (verb === 'tags') return page(tags.filter((t) => t.name.includes(query.get('q') ?? '')));
  if (verb === 'manifests')
    return {
      manifest: newest,
      tags: tags.filter((t) => t.manifest.digest === sub).map((t) => t.name),
      usedBy,
    };
  return { ...found, untagged };
}
