// The layers of every mock image: a few files that each sheet adds, changes and takes away, enough to look at.
const KIB = 1024;
const MIB = 1024 ** 2;
const DAY = 86_400_000;

// path: [size, mode, link or content]; null takes the path away.
const BASE = {
  bin: ['→', 'usr/bin'],
  'etc/debian_version': [5, '644', '12.8\n'],
  'etc/group': [446, '644', 'root:x:0:\ndaemon:x:1:\nbin:x:2:\n'],
  'etc/passwd': [
    922,
    '644',
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
  ],
  'etc/apt/sources.list.d/debian.sources': [461, '644', 'Types: deb\nURIs: http://deb.debian.org/debian\n'],
  lib: ['→', 'usr/lib'],
  tmp: ['/', '1777'],
  'usr/bin/bash': [1_265_648, '755'],
  'usr/bin/passwd': [68_248, '4755'],
  'usr/bin/perl': [3_908_384, '755'],
  'usr/lib/x86_64-linux-gnu/libc.so.6': [1_926_256, '755'],
  'usr/lib/x86_64-linux-gnu/libcrypto.so.3': [4_713_136, '644'],
  'usr/share/doc/base-files/README': [1_024, '644', 'This is the Debian GNU/Linux base.\n'],
  'usr/share/zoneinfo/Europe/Berlin': [2_298, '644'],
  'var/cache/apt/pkgcache.bin': [41 * MIB, '644'],
  'var/cache/apt/srcpkgcache.bin': [40 * MIB, '644'],
  'var/lib/dpkg/status': [88_412, '644', 'Package: base-files\nStatus: install ok installed\n'],
};
const INSTALL = {
  'etc/group': [460, '644', 'root:x:0:\ndaemon:x:1:\nbin:x:2:\nnginx:x:101:\n'],
  'etc/passwd': [
    980,
    '644',
    'root:x:0:0:root:/root:/bin/bash\nnginx:x:101:101:nginx:/nonexistent:/bin/false\n',
  ],
  'etc/nginx/conf.d/default.conf': [
    1_093,
    '644',
    'server {\n    listen       80;\n    server_name  localhost;\n}\n',
  ],
  'etc/nginx/mime.types': [5_349, '644', 'types {\n    text/html html htm shtml;\n}\n'],
  'etc/nginx/modules': ['→', '/usr/lib/nginx/modules'],
  'etc/nginx/nginx.conf': [
    648,
    '644',
    'user  nginx;\nworker_processes  auto;\n\nerror_log  /var/log/nginx/error.log notice;\n',
  ],
  'usr/lib/nginx/modules/ngx_http_js_module.so': [6_400_112, '644'],
  'usr/sbin/nginx': [1_546_320, '755'],
  'usr/share/nginx/html/50x.html': [497, '644', '<!DOCTYPE html>\n<title>Error</title>\n'],
  'usr/share/nginx/html/index.html': [615, '644', '<!DOCTYPE html>\n<title>Welcome to nginx!</title>\n'],
  'var/cache/apt/pkgcache.bin': null,
  'var/cache/apt/srcpkgcache.bin': null,
  'var/lib/dpkg/status': [
    103_200,
    '644',
    'Package: base-files\nStatus: install ok installed\n\nPackage: nginx\n',
  ],
  'var/log/nginx/access.log': ['→', '/dev/stdout'],
  'var/log/nginx/error.log': ['→', '/dev/stderr'],
};
const SMALL = [
  {
    'docker-entrypoint.sh': [
      1_620,
      '775',
      '#!/bin/sh\nset -e\n\nif [ "$1" = "nginx" ]; then\n    exec "$@"\nfi\n',
    ],
  },
  { 'docker-entrypoint.d/10-listen-on-ipv6-by-default.sh': [2_127, '775', '#!/bin/sh\nset -e\n'] },
  {
    'docker-entrypoint.d/30-tune-worker-processes.sh': [4_298, '775', '#!/bin/sh\nset -eu\n'],
    'etc/nginx/nginx.conf': [702, '644', 'user  nginx;\nworker_processes  4;\n'],
    'usr/share/nginx/html/50x.html': null,
    'srv/a\\x0Aname%FF': [12, '644', 'hello world\n'],
  },
];
const OWN = {
  'etc/nginx/nginx.conf': [760, '644', 'user  nginx;\nworker_processes  4;\nerror_log  stderr debug;\n'],
  'run/nginx.pid': [3, '644', '17\n'],
  'tmp/probe': [0, '600', ''],
  'usr/share/nginx/html/index.html': null,
  'var/cache/nginx/proxy_temp/1/00/0000000001': [48 * KIB, '600'],
  'var/log/nginx/debug.log': [3 * MIB, '640', 'worker process started\n'],
};
const sheets = (image) =>
  image.own ? [...sheets(image.own), OWN] : [BASE, INSTALL, ...SMALL].slice(0, image.layers.length);

/** A container's image with the container's own sheet on top. */
export const written = (image) => ({
  ...image,
  own: image,
  layers: [...image.layers, { diffId: '', sizeBytes: 3 * MIB + 49 * KIB, createdBy: null }],
});

/** What each path is after each sheet. */
function history(image) {
  const paths = new Map();
  sheets(image).forEach((sheet, layer) => {
    for (const [path, what] of Object.entries(sheet)) {
      const before = paths.get(path) ?? [];
      paths.set(path, [...before, { layer, what, had: before.at(-1)?.what ?? null }]);
    }
  });
  return paths;
}

const hashOf = (path, layer) =>
  `sha256:${[...`${path}${layer}`.padEnd(32, '#')]
    .slice(0, 32)
    .map((c) => c.charCodeAt(0).toString(16).padStart(2, '0').slice(-2))
    .join('')}`;

function fact(path, mark, step) {
  const [size, mode] = step.what ?? step.had;
  const link = size === '→';
  const directory = size === '/';
  return {
    path: path.replace('\\x0A', '%0A'),
    mark,
    kind: link ? 'SYMLINK' : directory ? 'DIRECTORY' : 'FILE',
    layer: step.layer,
    sizeBytes: link || directory ? 0 : size,
    mode: link ? '777' : mode,
    uid: path.includes('nginx/html') ? 101 : 0,
    gid: 0,
    modifiedAt: Math.floor((Date.now() - (30 - step.layer) * DAY) / 1000),
    link: link ? mode : null,
    content: link || directory ? null : hashOf(path, step.layer),
    files: directory ? 0 : 1,
    added: mark === 'ADDED' && !directory ? 1 : 0,
    modified: mark === 'MODIFIED' ? 1 : 0,
    removed: mark === 'REMOVED' ? 1 : 0,
    changedBytes: (mark === 'ADDED' || mark === 'MODIFIED') && !link && !directory ? size : 0,
  };
}

const markOf = (step, upTo) => {
  if (step.what === null) return step.layer === upTo ? 'REMOVED' : 'HIDDEN';
  if (step.layer < upTo) return 'UNCHANGED';
  return step.had === null ? 'ADDED' : 'MODIFIED';
};

function leaves(image, upTo) {
  const found = [];
  for (const [path, steps] of history(image)) {
    const step = steps.filter((s) => s.layer <= upTo).at(-1);
    if (step) found.push(fact(path, markOf(step, upTo), step));
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Directories with what lies in them summed up. */
function directories(files) {
  const all = new Map();
  for (const file of files) {
    const parts = file.path.split('/').slice(0, -1);
    parts.forEach((_, i) => {
      const path = parts.slice(0, i + 1).join('/');
      const d = all.get(path) ?? {
        ...file,
        path,
        kind: 'DIRECTORY',
        mode: '755',
        uid: 0,
        link: null,
        content: null,
        marks: new Set(),
        sizeBytes: 0,
        files: 0,
        added: 0,
        modified: 0,
        removed: 0,
        changedBytes: 0,
      };
      const there = file.mark !== 'REMOVED' && file.mark !== 'HIDDEN';
      d.marks.add(file.mark);
      d.sizeBytes += there ? file.sizeBytes : 0;
      d.files += there ? 1 : 0;
      for (const n of ['added', 'modified', 'removed', 'changedBytes']) d[n] += file[n];
      all.set(path, d);
    });
  }
  return [...all.values()].map(({ marks, ...d }) => ({
    ...d,
    mark: marks.size === 1 && marks.has('ADDED') ? 'ADDED' : 'UNCHANGED',
  }));
}

export const files = (image, upTo, query) => listed(leaves(image, upTo), query);

function listed(all, query) {
  const marks = query.getAll('mark');
  const wanted = (file) => (marks.length === 0 ? file.mark !== 'HIDDEN' : marks.includes(file.mark));
  const every = [...all, ...directories(all)].sort((a, b) => (a.path < b.path ? -1 : 1));
  const path = query.get('path') ?? '';
  const inside = (file) => (path === '' ? true : file.path.startsWith(`${path}/`));
  const direct = (file) => !file.path.slice(path === '' ? 0 : path.length + 1).includes('/');
  const kinds = query.getAll('kind');
  const q = (query.get('q') ?? '').toLowerCase();
  const items = every.filter(
    (file) =>
      inside(file) &&
      (query.get('below') === 'true' || direct(file)) &&
      (wanted(file) ||
        (query.get('below') !== 'true' &&
          file.kind === 'DIRECTORY' &&
          file.added + file.modified + file.removed > 0)) &&
      (q === '' || file.path.toLowerCase().includes(q.replaceAll('*', ''))) &&
      (kinds.length === 0 || kinds.includes(file.kind)) &&
      file.sizeBytes >= Number(query.get('minBytes') ?? 0),
  );
  return { items, next: null };
}

export const fileHistory = (image, path) =>
  [...history(image)]
    .filter(([p]) => p.replace('\\x0A', '%0A') === path)
    .flatMap(([p, steps]) =>
      steps.map((step) =>
        fact(p, step.what === null ? 'REMOVED' : step.had === null ? 'ADDED' : 'MODIFIED', step),
      ),
    );

export function content(image, path, upTo) {
  const found = [...history(image)].find(([p]) => p.replace('\\x0A', '%0A') === path);
  const step = found?.[1].filter((s) => s.layer <= upTo).at(-1);
  const what = step?.what ?? step?.had;
  if (!what) return null;
  return typeof what[2] === 'string'
    ? Buffer.from(what[2])
    : Buffer.from(
        Array.from({ length: 2048 }, (_, i) => (i < 4 ? [127, 69, 76, 70][i] : (i * 37 + (i >> 3)) % 256)),
      );
}

export function layers(image, images) {
  const all = image.layers.map((layer, number) => {
    const changed = leaves(image, number);
    const sum = (mark) => changed.filter((f) => f.mark === mark);
    const bytes = (list) => list.reduce((n, f) => n + f.sizeBytes, 0);
    const seen = changed.filter((f) => f.mark !== 'REMOVED' && f.mark !== 'HIDDEN');
    // The base counts as the thousands of files that it stands for.
    const scale = number < 2 && !(layer.diffId === '') ? 310 - number * 260 : 1;
    return {
      number,
      diffId: layer.diffId,
      sizeBytes: layer.sizeBytes,
      createdBy: layer.createdBy,
      createdAt: layer.diffId === '' ? null : new Date(Date.now() - (30 - number) * DAY).toISOString(),
      files: seen.length * 310,
      bytes: image.layers.slice(0, number + 1).reduce((n, l) => n + l.sizeBytes, 0),
      added: sum('ADDED').length * scale,
      addedBytes: bytes(sum('ADDED')),
      modified: sum('MODIFIED').length,
      modifiedBytes: bytes(sum('MODIFIED')),
      removed: sum('REMOVED').length,
      removedBytes: bytes(sum('REMOVED')),
      sharedWith:
        number === 0
          ? images
              .filter((i) => i !== image && i.layers[0]?.createdBy === layer.createdBy)
              .map((i) => ({ digest: i.digest, name: i.references[0] }))
          : [],
    };
  });
  const waste = image.layers.length > 1;
  return {
    digest: image.digest,
    layers: all,
    efficiency: waste ? 0.682 : 1,
    wastedBytes: waste ? 81 * MIB + 91 * KIB : 0,
    worst: waste
      ? [
          { path: 'var/cache/apt/pkgcache.bin', wastedBytes: 41 * MIB, layers: [0, 1] },
          { path: 'var/cache/apt/srcpkgcache.bin', wastedBytes: 40 * MIB, layers: [0, 1] },
          { path: 'var/lib/dpkg/status', wastedBytes: 88_412, layers: [0, 1] },
          { path: 'etc/passwd', wastedBytes: 922, layers: [0, 1] },
          { path: 'etc/nginx/nginx.conf', wastedBytes: 648, layers: [1, 4] },
        ]
      : [],
  };
}

/** The leaves of both images, each with what became of it from the first to the second. */
function compared(before, after) {
  const shown = (image) =>
    new Map(
      leaves(image, image.layers.length - 1)
        .filter((f) => f.mark !== 'REMOVED' && f.mark !== 'HIDDEN')
        .map((f) => [f.path, f]),
    );
  const [one, other] = [shown(before), shown(after)];
  const count = (file, mark) => ({
    ...file,
    mark,
    added: mark === 'ADDED' ? 1 : 0,
    modified: mark === 'MODIFIED' ? 1 : 0,
    removed: mark === 'REMOVED' ? 1 : 0,
    files: mark === 'REMOVED' ? 0 : 1,
    changedBytes: mark === 'ADDED' || mark === 'MODIFIED' ? file.sizeBytes : 0,
  });
  const all = [];
  for (const path of new Set([...one.keys(), ...other.keys()])) {
    const [a, b] = [one.get(path), other.get(path)];
    const mark = a && b ? (a.layer === b.layer ? 'UNCHANGED' : 'MODIFIED') : a ? 'REMOVED' : 'ADDED';
    all.push({ ...count(b ?? a, mark), before: mark === 'MODIFIED' || mark === 'REMOVED' ? a : null });
  }
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function comparison(before, after) {
  const all = compared(before, after);
  const side = (image, other) => ({
    digest: image.digest,
    references: image.references,
    place: 'HOST',
    placeName: 'berlin-1',
    os: image.os,
    architecture: image.architecture,
    createdAt: image.createdAt,
    files: 310 * image.layers.length,
    bytes: image.sizeBytes,
    layers: image.layers.map((layer, number) => ({
      number,
      diffId: number === 0 ? 'base' : layer.diffId,
      sizeBytes: layer.sizeBytes,
      createdBy: layer.createdBy,
      inOther: number === 0 && other.layers[0]?.createdBy === layer.createdBy ? 0 : null,
    })),
  });
  const sum = (mark, what) =>
    all.filter((f) => f.mark === mark).reduce((n, f) => n + (what === 'n' ? 1 : f.sizeBytes), 0);
  return {
    before: side(before, after),
    after: side(after, before),
    added: sum('ADDED', 'n'),
    addedBytes: sum('ADDED'),
    modified: sum('MODIFIED', 'n'),
    modifiedBytes: sum('MODIFIED'),
    removed: sum('REMOVED', 'n'),
    removedBytes: sum('REMOVED'),
    config: [
      { what: 'COMMAND', name: '', before: '["nginx","-g","daemon off;"]', after: '["docker-server"]' },
      { what: 'ENV', name: 'NGINX_VERSION', before: '1.27.3', after: null },
      { what: 'ENV', name: 'LOG_LEVEL', before: 'info', after: 'debug' },
      { what: 'PORT', name: '443/tcp', before: null, after: '443/tcp' },
      { what: 'USER', name: '', before: null, after: '1000' },
    ],
  };
}

export const comparedFiles = (before, after, query) => listed(compared(before, after), query);

export const comparedFile = (before, after, path) =>
  compared(before, after).find((f) => f.path === path) ?? null;

export const textDifference = () => ({
  kind: 'TEXT',
  beforeBytes: 980,
  afterBytes: 922,
  hunks: [
    {
      beforeLine: 4,
      afterLine: 4,
      lines: [
        { fate: 'SAME', text: 'user  nginx;' },
        { fate: 'REMOVED', text: 'worker_processes  auto;' },
        { fate: 'ADDED', text: 'worker_processes  4;' },
        { fate: 'SAME', text: '' },
        { fate: 'SAME', text: 'error_log  /var/log/nginx/error.log notice;' },
      ],
    },
  ],
});

export function find(images, containers, hostOf, q) {
  const bySum = /^(sha256:)?[0-9a-f]{64}$/.test(q);
  const found = new Map();
  for (const image of images)
    for (const file of leaves(image, image.layers.length - 1)) {
      const wanted = bySum ? file.content?.endsWith(q) : `/${file.path}`.includes(q.replaceAll('*', ''));
      if (!wanted || file.mark === 'REMOVED' || file.mark === 'HIDDEN' || file.kind === 'DIRECTORY') continue;
      const key = `${file.path} ${file.layer}`;
      const known = found.get(key) ?? { ...file, diffId: `layer ${file.layer}`, images: [], containers: [] };
      known.images.push({
        digest: image.digest,
        name: image.references[0] ?? null,
        layer: file.layer,
        hosts: image.hostIds.map((id) => hostOf(id).name),
      });
      for (const c of containers.filter((one) => image.references.some((r) => r.endsWith(one.spec.image))))
        known.containers.push({
          id: c.id,
          name: c.name,
          hostName: hostOf(c.hostId).name,
          phase: c.status?.phase ?? null,
        });
      found.set(key, known);
    }
  return {
    items: [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    more: false,
    unasked: [{ hostName: 'edge-lisbon', why: 'its agent is not connected' }],
  };
}

export function assembly(images, hosts, text) {
  const chosen = text.split(',').map((part) => {
    const [digest, layer] = part.split('@');
    return { image: images.find((i) => i.digest === digest), layer: Number(layer) };
  });
  const known = chosen.map(({ image, layer }) => layers(image, images).layers[layer]);
  const own = (i) => ({ image: chosen[i].image.digest, imageName: chosen[i].image.references[0] ?? null });
  const mixed = chosen.findIndex((one, i) => i > 0 && one.image !== chosen[i - 1].image);
  const conflict = (path, kind, files) => ({ path, kind, lower: mixed - 1, higher: mixed, files });
  const conflicts =
    mixed < 0
      ? []
      : [
          conflict('etc/passwd', 'REWRITTEN', 1),
          conflict('var/lib/dpkg/status', 'REWRITTEN', 1),
          conflict('usr/share/nginx/html', 'HIDDEN', 12),
          conflict('etc/nginx/modules', 'REPLACED', 1),
        ];
  return {
    layers: known.map((layer, number) => ({
      ...layer,
      number,
      ...own(number),
      imageLayer: chosen[number].layer,
    })),
    files: 310 * chosen.length,
    bytes: known.reduce((sum, layer) => sum + layer.sizeBytes, 0),
    conflictCount: conflicts.length,
    conflicts,
    hosts: hosts.slice(0, 2).map(({ id, name }) => ({ id, name })),
  };
}
