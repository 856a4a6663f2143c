// Believable data for looking at the pages without a server, an agent or root.
import { createHash, randomUUID } from 'node:crypto';

const NOW = Date.now();
export const at = (secondsAgo) => new Date(NOW - secondsAgo * 1000).toISOString();
export const hash = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const hex = (text) => hash(text).slice(7, 39);
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const HOUR = 3600;
const DAY = 24 * HOUR;

const debian = {
  family: 'linux',
  name: 'Debian GNU/Linux',
  version: '12.11',
  build: null,
  kernel: '6.1.0-28-amd64',
};
const runtimes = (crun, detail) => [
  { name: 'crun', path: '/usr/bin/crun', version: '1.8.1', usable: crun, detail },
  {
    name: 'runc',
    path: '/usr/sbin/runc',
    version: '1.1.5',
    usable: true,
    detail: 'A probe container ran in 27 ms.',
  },
];

function host(name, rest, facts) {
  return {
    id: rest.id,
    name,
    state: 'CONNECTED',
    lastSeenAt: at(2),
    joinedAt: at(12 * DAY),
    agentVersion: '0.1.0',
    certificateExpiresAt: new Date(NOW + 71 * DAY * 1000).toISOString(),
    version: 3,
    ...rest,
    facts: facts && {
      hostname: name,
      bootId: randomUUID(),
      os: debian,
      architecture: 'amd64',
      cgroup: 'v2',
      isolations: ['process'],
      labels: {},
      names: { servers: ['192.168.4.1'], trouble: null },
      ...facts,
    },
  };
}

const onPremises = { site: 'on-premises', provider: null, region: null, zone: null, instanceType: null };

export const hosts = [
  host(
    'berlin-1',
    {
      id: '0197a001-0000-7000-8000-000000000001',
      load: { load1: 1.42, memoryAvailableBytes: 21.3 * GIB, diskAvailableBytes: 311 * GIB },
    },
    {
      cpus: 16,
      memoryBytes: 64 * GIB,
      diskBytes: 880 * GIB,
      addresses: ['10.20.0.11', '192.168.4.11', 'fd00:20::11'],
      engine: {
        name: 'native',
        version: '0.1.0',
        runtime: 'crun',
        reason: 'crun ran a probe container and is the faster of the two.',
        runtimes: runtimes(true, 'A probe container ran in 11 ms.'),
      },
      location: onPremises,
      labels: { rack: 'b4', disk: 'nvme' },
      isolations: ['process', 'vm'],
    },
  ),
  host(
    'berlin-2',
    {
      id: '0197a001-0000-7000-8000-000000000002',
      load: { load1: 6.8, memoryAvailableBytes: 2.1 * GIB, diskAvailableBytes: 19 * GIB },
    },
    {
      cpus: 8,
      memoryBytes: 32 * GIB,
      diskBytes: 440 * GIB,
      addresses: ['10.20.0.12'],
      cgroup: 'hybrid',
      engine: {
        name: 'native',
        version: '0.1.0',
        runtime: 'runc',
        reason: 'crun refuses hybrid cgroups; runc ran a probe container.',
        runtimes: runtimes(false, 'crun: cgroup hybrid mode is not supported'),
      },
      location: onPremises,
      labels: { rack: 'b5' },
    },
  ),
  host(
    'azure-we-1',
    {
      id: '0197a001-0000-7000-8000-000000000003',
      load: { load1: 0.31, memoryAvailableBytes: 11.8 * GIB, diskAvailableBytes: 96 * GIB },
      joinedAt: at(4 * DAY),
    },
    {
      cpus: 4,
      memoryBytes: 16 * GIB,
      diskBytes: 128 * GIB,
      addresses: ['10.4.1.7'],
      engine: {
        name: 'native',
        version: '0.1.0',
        runtime: 'crun',
        reason: 'crun ran a probe container and is the faster of the two.',
        runtimes: runtimes(true, 'A probe container ran in 14 ms.'),
      },
      location: {
        site: 'cloud',
        provider: 'azure',
        region: 'westeurope',
        zone: '2',
        instanceType: 'Standard_D4s_v5',
      },
    },
  ),
  host(
    'edge-lisbon',
    {
      id: '0197a001-0000-7000-8000-000000000004',
      state: 'UNREACHABLE',
      lastSeenAt: at(43 * 60),
      load: { load1: 0.9, memoryAvailableBytes: 3.2 * GIB, diskAvailableBytes: 41 * GIB },
    },
    {
      cpus: 4,
      memoryBytes: 8 * GIB,
      diskBytes: 59 * GIB,
      addresses: ['172.16.9.3'],
      architecture: 'arm64',
      engine: {
        name: 'native',
        version: '0.1.0',
        runtime: 'runc',
        reason: 'Only runc is installed.',
        runtimes: runtimes(true, '').slice(1),
      },
      location: onPremises,
      labels: { site: 'lisbon' },
    },
  ),
];

const layersOf = (seed, sizes) =>
  // What was made the same way from the start is the same layer.
  sizes.map(([size, by], i) => ({
    diffId: hash(i === 0 || /apt-get install/.test(by) ? `${size}${by}` : `${seed}${i}`),
    sizeBytes: size,
    createdBy: by,
  }));

function image(reference, rest) {
  const digest = hash(reference);
  return {
    digest,
    references: [reference, ...(rest.also ?? [])],
    os: 'linux',
    architecture: rest.architecture ?? 'amd64',
    sizeBytes: rest.layers.reduce((sum, [size]) => sum + size, 0),
    createdAt: at(rest.age * DAY),
    hostIds: rest.on,
    layers: layersOf(reference, rest.layers),
    config: {
      entrypoint: rest.entrypoint ?? [],
      command: rest.command ?? [],
      env: rest.env ?? ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      workingDir: rest.workingDir ?? null,
      user: rest.user ?? null,
      exposedPorts: rest.exposes ?? [],
      labels: { 'org.opencontainers.image.source': 'https://git.example.org/shop/images' },
      stopSignal: rest.stopSignal ?? null,
    },
  };
}

const base = [
  78 * MIB,
  '/bin/sh -c #(nop) ADD file:4b1be1de1a1e5aa608c688cad2824587262081866180d7368feb79d33ca05953 in /',
];
const [b1, b2, az, edge] = hosts.map(({ id }) => id);

export const images = [
  image('docker.io/library/nginx:1.27', {
    age: 21,
    on: [b1, b2, az],
    also: ['registry.example.org/base/nginx:stable'],
    exposes: ['80/tcp'],
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    stopSignal: 'SIGQUIT',
    env: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'NGINX_VERSION=1.27.3',
      'PKG_RELEASE=1~bookworm',
    ],
    layers: [
      base,
      [
        111 * MIB,
        '/bin/sh -c set -x && groupadd --system --gid 101 nginx && useradd … && apt-get install -y nginx=${NGINX_VERSION}-${PKG_RELEASE}',
      ],
      [4.6 * 1024, 'COPY docker-entrypoint.sh / # buildkit'],
      [2.1 * 1024, 'COPY 10-listen-on-ipv6-by-default.sh /docker-entrypoint.d # buildkit'],
      [4.2 * 1024, 'COPY 30-tune-worker-processes.sh /docker-entrypoint.d # buildkit'],
    ],
  }),
  image('docker.io/library/postgres:18', {
    age: 9,
    on: [b1],
    exposes: ['5432/tcp'],
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres'],
    stopSignal: 'SIGINT',
    env: ['PG_MAJOR=18', 'PGDATA=/var/lib/postgresql/18/docker'],
    layers: [
      base,
      [10 * MIB, 'RUN apt-get update && apt-get install -y --no-install-recommends gnupg less'],
      [25 * MIB, 'RUN localedef -i en_US -c -f UTF-8 -A /usr/share/locale/locale.alias en_US.UTF-8'],
      [331 * MIB, 'RUN set -ex; apt-get install -y postgresql-$PG_MAJOR=$PG_VERSION'],
      [58 * 1024, 'COPY docker-entrypoint.sh docker-ensure-initdb.sh /usr/local/bin/'],
    ],
  }),
  image('registry.example.org/shop/checkout:4.12.0', {
    age: 2,
    on: [b1, b2, az],
    exposes: ['8080/tcp'],
    user: '1000:1000',
    workingDir: '/app',
    entrypoint: ['java', '-jar', '/app/checkout.jar'],
    layers: [
      base,
      [188 * MIB, 'RUN apt-get install -y openjdk-17-jre-headless'],
      [46 * MIB, 'COPY target/checkout.jar /app/checkout.jar'],
    ],
  }),
  image('registry.example.org/shop/search:2.3.1', {
    age: 6,
    on: [b2, az],
    exposes: ['9200/tcp'],
    entrypoint: ['/usr/bin/search'],
    layers: [base, [64 * MIB, 'COPY --from=build /out/search /usr/bin/search']],
  }),
  image('docker.io/library/redis:7.4', {
    age: 33,
    on: [b1, az],
    exposes: ['6379/tcp'],
    command: ['redis-server'],
    layers: [
      base,
      [36 * MIB, 'RUN set -eux; make -C /usr/src/redis install'],
      [680, 'COPY docker-entrypoint.sh /usr/local/bin/'],
    ],
  }),
  image('registry.example.org/edge/sensor-bridge:1.0.9', {
    age: 48,
    on: [edge],
    architecture: 'arm64',
    entrypoint: ['/bridge'],
    layers: [[7.4 * MIB, 'COPY bridge /bridge']],
  }),
  image('gantry/welcome:1', {
    age: 12,
    on: [b1],
    exposes: ['80/tcp'],
    command: ['httpd', '-f', '-h', '/www'],
    layers: [
      [1.9 * MIB, 'busybox'],
      [12 * 1024, 'welcome page'],
    ],
  }),
  image('registry.example.org/shop/checkout:4.10.9', {
    age: 41,
    on: [b1, b2],
    layers: [
      base,
      [188 * MIB, 'RUN apt-get install -y openjdk-17-jre-headless'],
      [44 * MIB, 'COPY target/checkout.jar /app/checkout.jar'],
    ],
  }),
  image('registry.example.org/shop/checkout:4.11.3', {
    age: 19,
    on: [b1],
    layers: [
      base,
      [188 * MIB, 'RUN apt-get install -y openjdk-17-jre-headless'],
      [45 * MIB, 'COPY target/checkout.jar /app/checkout.jar'],
    ],
  }),
];

export const specDefaults = {
  entrypoint: null,
  command: null,
  env: {},
  workingDir: null,
  user: null,
  hostname: null,
  labels: {},
  network: 'BRIDGE',
  ports: [],
  limits: { memoryBytes: null, cpus: null, pids: null },
  readOnlyRoot: false,
  noNewPrivileges: false,
  stopSignal: null,
  stopGraceSeconds: null,
};

const port = (hostPort, containerPort, protocol = 'TCP', hostAddress = null) => ({
  hostAddress,
  hostPort,
  containerPort,
  protocol,
});
let last = 10;

export function container(name, hostId, imageName, state, spec = {}) {
  const id = `0197b${hex(name).slice(0, 3)}-${hex(name).slice(3, 7)}-7000-8000-${hex(name).slice(7, 19)}`;
  const phase = state.phase ?? 'RUNNING';
  const up = phase === 'RUNNING' || phase === 'STOPPING';
  return {
    id,
    name,
    hostId,
    spec: { ...specDefaults, image: imageName, ...spec },
    power: state.power ?? (up || phase === 'STARTING' ? 'ON' : 'OFF'),
    generation: 1,
    run: 1,
    createdAt: at((state.for ?? 3000) + 60),
    createdBy: state.by ?? 'admin',
    version: 2,
    reportedAt: phase === 'PENDING' ? null : at(state.for ?? 3000),
    status:
      phase === 'PENDING'
        ? null
        : {
            id: id.replaceAll('-', ''),
            name,
            generation: 1,
            run: 1,
            phase,
            pid: up ? 4000 + last * 37 : null,
            exitCode: state.exitCode ?? null,
            oomKilled: state.oomKilled ?? null,
            problem: state.problem ?? null,
            address: up ? `10.210.0.${last++}` : null,
            imageDigest: images.find((i) => i.references.includes(imageName))?.digest ?? null,
            startedAt: phase === 'FAILED' ? null : at((state.for ?? 3000) + (up ? 0 : 9000)),
            finishedAt: up || phase === 'FAILED' ? null : at(state.for ?? 3000),
            ports: spec.ports ?? [],
          },
  };
}

const limits = (memory, cpus) => ({ memoryBytes: memory * MIB, cpus, pids: 512 });
const checkout = 'registry.example.org/shop/checkout:4.12.0';

export const containers = [
  container(
    'web-1',
    b1,
    'docker.io/library/nginx:1.27',
    { for: 3 * DAY + 4 * HOUR },
    {
      ports: [port(8080, 80), port(8443, 443)],
      limits: limits(256, 1),
      readOnlyRoot: true,
      noNewPrivileges: true,
      env: { TZ: 'Europe/Berlin', NGINX_ENTRYPOINT_QUIET_LOGS: '1' },
      labels: { app: 'shop', tier: 'edge' },
    },
  ),
  container(
    'web-2',
    b2,
    'docker.io/library/nginx:1.27',
    { for: 3 * DAY + 4 * HOUR },
    { ports: [port(8080, 80)], limits: limits(256, 1) },
  ),
  container(
    'checkout-1',
    b1,
    checkout,
    { for: 26 * HOUR },
    {
      ports: [port(9001, 8080)],
      limits: limits(1536, 2),
      env: { SPRING_PROFILES_ACTIVE: 'production', DB_HOST: '10.20.0.11' },
    },
  ),
  container(
    'checkout-2',
    az,
    checkout,
    { for: 26 * HOUR },
    { ports: [port(9001, 8080)], limits: limits(1536, 2) },
  ),
  container(
    'checkout-canary',
    b2,
    checkout,
    { phase: 'EXITED', power: 'ON', exitCode: 137, oomKilled: true, for: 18 * 60 },
    { ports: [port(9002, 8080)], limits: limits(512, 1) },
  ),
  container(
    'orders-db',
    b1,
    'docker.io/library/postgres:18',
    { for: 9 * DAY },
    { ports: [port(5432, 5432, 'TCP', '127.0.0.1')], limits: limits(4096, 4), stopGraceSeconds: 60 },
  ),
  container(
    'search-1',
    az,
    'registry.example.org/shop/search:2.3.1',
    { phase: 'STARTING', for: 3 },
    { ports: [port(9200, 9200)] },
  ),
  container(
    'search-2',
    b2,
    'registry.example.org/shop/search:2.3.1',
    {
      phase: 'FAILED',
      for: 7 * 60,
      problem: {
        code: 'PORT_TAKEN',
        tried: 'Start container search-2 on host berlin-2',
        why: 'Port 9200 is held by process elasticsearch (pid 1811).',
        action: 'Choose another host port, 9201 is free, or end that process.',
      },
    },
    { ports: [port(9200, 9200)] },
  ),
  container(
    'session-cache',
    b1,
    'docker.io/library/redis:7.4',
    { for: 11 * DAY },
    { limits: limits(128, 0.5), network: 'BRIDGE' },
  ),
  container(
    'syslog',
    b2,
    'docker.io/library/redis:7.4',
    { for: 2 * DAY },
    { ports: [port(514, 5140, 'UDP')] },
  ),
  container(
    'nightly-report',
    b1,
    checkout,
    { phase: 'EXITED', exitCode: 0, for: 5 * HOUR },
    { command: ['--report', 'daily sales & refunds'], network: 'NONE' },
  ),
  container(
    'migrate-4.12',
    b1,
    checkout,
    { phase: 'EXITED', exitCode: 1, power: 'ON', for: 26 * HOUR },
    { command: ['migrate'] },
  ),
  container(
    'sensor-bridge',
    edge,
    'registry.example.org/edge/sensor-bridge:1.0.9',
    { for: 31 * DAY },
    { ports: [port(1883, 1883)] },
  ),
  container('welcome', b1, 'gantry/welcome:1', { for: 12 * DAY }, { ports: [port(8081, 80)] }),
  container(
    'old-web',
    az,
    'docker.io/library/nginx:1.27',
    { phase: 'EXITED', exitCode: 143, for: 4 * DAY },
    {},
  ),
];

export const operations = [
  {
    id: randomUUID(),
    kind: 'image.import',
    subjectType: 'image',
    subjectId: null,
    subjectName: 'registry.example.org/shop/checkout:4.13.0-rc1',
    hostId: az,
    state: 'RUNNING',
    hosts: [],
    createdBy: 'admin',
    createdAt: at(21),
    finishedAt: null,
    steps: [
      {
        name: 'Receive archive',
        state: 'DONE',
        current: 330 * MIB,
        total: 330 * MIB,
        startedAt: at(21),
        finishedAt: at(9),
      },
      {
        name: 'Unpack layers',
        state: 'RUNNING',
        current: 96 * MIB,
        total: 312 * MIB,
        startedAt: at(9),
        finishedAt: null,
      },
      { name: 'Register', state: 'PENDING', current: null, total: null, startedAt: null, finishedAt: null },
    ],
  },
  {
    id: randomUUID(),
    kind: 'container.start',
    subjectType: 'container',
    subjectId: containers[7].id,
    subjectName: 'search-2',
    hostId: b2,
    state: 'FAILED',
    hosts: [],
    createdBy: 'deploy-bot',
    createdAt: at(7 * 60 + 2),
    finishedAt: at(7 * 60),
    problem: containers[7].status.problem,
    steps: [
      {
        name: 'Publish ports',
        state: 'FAILED',
        current: null,
        total: null,
        startedAt: at(421),
        finishedAt: at(420),
      },
    ],
  },
  ...['web-1', 'checkout-1', 'checkout-2', 'session-cache'].map((name, i) => ({
    id: randomUUID(),
    kind: ['container.create', 'container.restart', 'container.start', 'container.stop'][i],
    subjectType: 'container',
    subjectId: containers.find((c) => c.name === name).id,
    subjectName: name,
    hostId: b1,
    state: 'SUCCEEDED',
    hosts: [],
    createdBy: i % 2 ? 'deploy-bot' : 'admin',
    createdAt: at(HOUR * (i + 1) * 7),
    finishedAt: at(HOUR * (i + 1) * 7 - 1),
    steps: [],
  })),
];

export const users = [
  {
    id: 'u1',
    name: 'admin',
    role: 'ADMIN',
    enabled: true,
    createdAt: at(31 * DAY),
    lastLoginAt: at(540),
    version: 4,
    password: 'gantry',
  },
  {
    id: 'u2',
    name: 'mira',
    role: 'ADMIN',
    enabled: true,
    createdAt: at(20 * DAY),
    lastLoginAt: at(2 * DAY),
    version: 2,
    password: 'x',
  },
  {
    id: 'u3',
    name: 'on-call',
    role: 'VIEWER',
    enabled: true,
    createdAt: at(20 * DAY),
    lastLoginAt: null,
    version: 1,
    password: 'viewer',
  },
  {
    id: 'u4',
    name: 'tomas',
    role: 'VIEWER',
    enabled: false,
    createdAt: at(30 * DAY),
    lastLoginAt: at(19 * DAY),
    version: 3,
    password: 'x',
  },
];

export const tokens = [
  {
    id: 't1',
    name: 'deploy-bot',
    prefix: 'gantry_8fk2',
    createdAt: at(20 * DAY),
    expiresAt: at(-70 * DAY),
    lastUsedAt: at(95),
    revokedAt: null,
    userName: 'admin',
  },
  {
    id: 't2',
    name: 'backup script',
    prefix: 'gantry_q0zt',
    createdAt: at(64 * DAY),
    expiresAt: at(-4 * DAY),
    lastUsedAt: at(9 * HOUR),
    revokedAt: null,
    userName: 'admin',
  },
  {
    id: 't3',
    name: 'old laptop',
    prefix: 'gantry_1m7c',
    createdAt: at(90 * DAY),
    expiresAt: at(-275 * DAY),
    lastUsedAt: null,
    revokedAt: at(40 * DAY),
    userName: 'mira',
  },
];

export const audit = [
  {
    id: 'a1',
    at: at(21),
    actor: 'admin',
    actorType: 'USER',
    address: '10.20.0.101',
    action: 'image.import',
    subjectType: 'image',
    subjectId: null,
    subjectName: 'registry.example.org/shop/checkout:4.13.0-rc1',
    before: null,
    after: { reference: 'registry.example.org/shop/checkout:4.13.0-rc1', host: 'azure-we-1' },
    requestId: 'b19f0c1e',
  },
  {
    id: 'a2',
    at: at(422),
    actor: 'deploy-bot',
    actorType: 'TOKEN',
    address: '10.20.0.40',
    action: 'container.start',
    subjectType: 'container',
    subjectId: containers[7].id,
    subjectName: 'search-2',
    before: { power: 'OFF', run: 1 },
    after: { power: 'ON', run: 2 },
    requestId: '0c33ab70',
  },
  {
    id: 'a3',
    at: at(540),
    actor: 'admin',
    actorType: 'USER',
    address: '10.20.0.101',
    action: 'session.create',
    subjectType: 'user',
    subjectId: 'u1',
    subjectName: 'admin',
    before: null,
    after: null,
    requestId: '77aa2130',
  },
  {
    id: 'a4',
    at: at(5 * HOUR),
    actor: 'mira',
    actorType: 'USER',
    address: '10.20.0.77',
    action: 'user.update',
    subjectType: 'user',
    subjectId: 'u4',
    subjectName: 'tomas',
    before: { role: 'VIEWER', enabled: true, version: 2 },
    after: { role: 'VIEWER', enabled: false, version: 3 },
    requestId: '5d0e91aa',
  },
  {
    id: 'a5',
    at: at(9 * HOUR),
    actor: 'system',
    actorType: 'SYSTEM',
    address: null,
    action: 'host.unreachable',
    subjectType: 'host',
    subjectId: edge,
    subjectName: 'edge-lisbon',
    before: { state: 'CONNECTED' },
    after: { state: 'UNREACHABLE' },
    requestId: null,
  },
  {
    id: 'a6',
    at: at(26 * HOUR),
    actor: 'deploy-bot',
    actorType: 'TOKEN',
    address: '10.20.0.40',
    action: 'container.create',
    subjectType: 'container',
    subjectId: containers[2].id,
    subjectName: 'checkout-1',
    before: null,
    after: {
      image: checkout,
      host: 'berlin-1',
      ports: ['9001:8080/tcp'],
      limits: { memoryBytes: 1610612736, cpus: 2 },
    },
    requestId: '21bc77f0',
  },
  {
    id: 'a7',
    at: at(4 * DAY),
    actor: 'azure-we-1',
    actorType: 'HOST',
    address: '10.4.1.7',
    action: 'host.join',
    subjectType: 'host',
    subjectId: az,
    subjectName: 'azure-we-1',
    before: null,
    after: { name: 'azure-we-1' },
    requestId: '9a31e0d2',
  },
];
