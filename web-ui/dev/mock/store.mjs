// Disk use and prunes of the stand-in: the figures follow from the images' layers, as on a real host.
import { randomUUID } from 'node:crypto';

const KEPT = 0.4;
const record = 4096;
const pieces = (image) =>
  image.layers.map((layer) => [layer.diffId, Math.round(layer.sizeBytes * (1 + KEPT))]);

function shared(images) {
  const havers = new Map();
  for (const image of images)
    for (const [diffId, bytes] of pieces(image))
      havers.set(diffId, {
        diffId,
        bytes,
        images: [...new Set([...(havers.get(diffId)?.images ?? []), image.digest])],
      });
  return havers;
}

const sum = (list) => list.reduce((total, each) => total + each, 0);
const size = (image) => sum(pieces(image).map(([, bytes]) => bytes)) + record;
const unique = (image, havers) =>
  sum(
    pieces(image)
      .filter(([diffId]) => havers.get(diffId).images.length === 1)
      .map(([, bytes]) => bytes),
  ) + record;

export function disk(host, images, users) {
  if (host.state !== 'CONNECTED')
    return {
      hostId: host.id,
      hostName: host.name,
      disk: null,
      problem: {
        code: 'HOST_UNREACHABLE',
        tried: `Measure the disk of host ${host.name}`,
        why: 'its agent is not connected',
        action: 'See that the host is up, that its agent runs and that it reaches the server’s agent port.',
      },
    };
  const here = images.filter((image) => image.hostIds.includes(host.id));
  const havers = shared(here);
  const layers = [...havers.values()].map(({ diffId, bytes, images: digests }) => ({
    diffId,
    layerBytes: Math.round(bytes / (1 + KEPT)),
    contentBytes: bytes - Math.round(bytes / (1 + KEPT)),
    images: digests,
  }));
  const free = here.filter((image) => users(image).length === 0);
  const containers = 231 * 1024 ** 2;
  const layerBytes = sum(layers.map((layer) => layer.layerBytes));
  const contentBytes = sum(layers.map((layer) => layer.contentBytes));
  return {
    hostId: host.id,
    hostName: host.name,
    problem: null,
    disk: {
      totalBytes: layerBytes + contentBytes + containers + 3 * record,
      layerBytes,
      contentBytes,
      recordBytes: 2 * record,
      arrivingBytes: 0,
      containerBytes: containers,
      otherBytes: record,
      reclaimableBytes: sum(free.map((image) => unique(image, havers))),
      unneededBytes: 0,
      images: here.map((image) => ({
        digest: image.digest,
        references: image.references,
        usedBy: users(image).map((user) => user.name),
        sizeBytes: size(image),
        uniqueBytes: unique(image, havers),
        reclaimableBytes: users(image).length === 0 ? unique(image, havers) : 0,
        layers: image.layers.map((layer) => layer.diffId),
        sharedWith: here
          .filter((other) => other !== image)
          .map((other) => ({
            digest: other.digest,
            bytes: sum(
              pieces(image)
                .filter(([diffId]) => havers.get(diffId).images.includes(other.digest))
                .map(([, bytes]) => bytes),
            ),
          }))
          .filter((share) => share.bytes > 0),
      })),
      layers,
      containers: [],
    },
  };
}

export function plan(hosts, images, users, rules) {
  const plans = hosts.map((host) => {
    const measured = disk(host, images, users);
    if (measured.disk === null)
      return { hostId: host.id, hostName: host.name, freedBytes: 0, images: [], problem: measured.problem };
    const entries = measured.disk.images.map((image) => {
      const [reason, why] =
        image.usedBy.length > 0
          ? ['IN_USE', `used by container ${image.usedBy.slice(0, 3).join(', ')}`]
          : rules.spared.includes(image.digest)
            ? ['SPARED', 'you keep it']
            : rules.unnamedOnly && image.references.length > 0
              ? ['NAMED', `called ${image.references[0]}`]
              : image.references.length === 0
                ? ['UNNAMED', 'no name leads to it and no container needs it']
                : ['UNUSED', 'no container needs it'];
      return {
        digest: image.digest,
        references: image.references,
        goes: reason.startsWith('UN'),
        reason,
        why,
        arrivedAt: new Date(Date.now() - 26 * 86_400_000).toISOString(),
        sizeBytes: image.sizeBytes,
        uniqueBytes: image.uniqueBytes,
      };
    });
    return {
      hostId: host.id,
      hostName: host.name,
      freedBytes: sum(entries.filter(({ goes }) => goes).map(({ uniqueBytes }) => uniqueBytes)),
      images: entries,
      problem: null,
    };
  });
  return { hosts: plans, freedBytes: sum(plans.map(({ freedBytes }) => freedBytes)) };
}

const prunes = new Map();

/** The second host fails, and of the first one's images the last one stays. */
export function prune(hosts, wanted) {
  const operationId = randomUUID();
  const results = wanted.hosts.map(({ hostId, images }, i) => ({
    hostId,
    hostName: hosts.find((host) => host.id === hostId).name,
    removed: i === 1 ? [] : images.slice(0, Math.max(1, images.length - 1)),
    skipped:
      i === 1
        ? []
        : images
            .slice(1)
            .slice(-1)
            .map((image) => ({ ...image, why: 'used by container web-7' })),
    freedBytes: i === 1 ? 0 : 214 * 1024 ** 2,
    problem:
      i === 1
        ? {
            code: 'TIMEOUT',
            tried: 'Prune',
            why: 'the host did not answer within 120 s',
            action: 'Try again.',
          }
        : null,
  }));
  prunes.set(operationId, {
    operationId,
    state: wanted.hosts.length > 1 ? 'FAILED' : 'SUCCEEDED',
    hosts: results,
    freedBytes: sum(results.map(({ freedBytes }) => freedBytes)),
  });
  return operationId;
}

export const pruned = (operationId) => prunes.get(operationId);
