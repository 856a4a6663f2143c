/** The shapes of docs/api.md; times are RFC 3339 in UTC. */
export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

export type Role = 'ADMIN' | 'VIEWER';

export interface Session {
  user: { id: string; name: string; role: Role };
  expiresAt: string;
}

export interface User {
  id: string;
  name: string;
  role: Role;
  enabled: boolean;
  createdAt: string;
  lastLoginAt: string | null;
  version: number;
}

export interface Token {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
  userName: string;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  actorType: 'USER' | 'TOKEN' | 'HOST' | 'SYSTEM';
  address: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  subjectName: string | null;
  before: unknown;
  after: unknown;
  requestId: string | null;
}

export interface Refusal {
  code: string;
  tried?: string;
  why: string;
  action: string;
  title?: string;
  detail?: string;
}

export interface Step {
  name: string;
  state: 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';
  current: number | null;
  total: number | null;
  startedAt: string | null;
  finishedAt: string | null;
}

export type OperationState = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface Operation {
  id: string;
  kind: string;
  subjectType: string;
  subjectId: string | null;
  subjectName: string | null;
  hostId: string | null;
  state: OperationState;
  steps: Step[];
  problem?: Refusal | null;
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
}

export interface RuntimeFacts {
  name: string;
  path: string;
  version: string;
  usable: boolean;
  detail: string;
}

export interface HostFacts {
  hostname: string;
  bootId: string;
  os: { family: string; name: string; version: string; build: string | null; kernel: string };
  architecture: string;
  cpus: number;
  memoryBytes: number;
  diskBytes: number;
  addresses: string[];
  engine: { name: string; version: string; runtime: string | null; reason: string; runtimes: RuntimeFacts[] };
  cgroup: string;
  isolations: string[];
  location: {
    site: string;
    provider: string | null;
    region: string | null;
    zone: string | null;
    instanceType: string | null;
  };
  labels: Record<string, string>;
}

export type HostState = 'CONNECTED' | 'UNREACHABLE' | 'JOINED';

export interface Host {
  id: string;
  name: string;
  state: HostState;
  lastSeenAt: string | null;
  joinedAt: string;
  agentVersion: string | null;
  facts: HostFacts | null;
  load: { load1: number; memoryAvailableBytes: number; diskAvailableBytes: number } | null;
  containers: { running: number; total: number };
  images: number;
  certificateExpiresAt: string | null;
  version: number;
}

export interface JoinToken {
  id: string;
  expiresAt: string;
  command: string;
  token: string;
}

export interface Image {
  digest: string;
  references: string[];
  os: string;
  architecture: string;
  sizeBytes: number;
  createdAt: string | null;
  hosts: { id: string; name: string }[];
  usedBy: number;
}

export interface Layer {
  diffId: string;
  sizeBytes: number;
  createdBy: string | null;
}

export interface ImageConfig {
  entrypoint: string[];
  command: string[];
  env: string[];
  workingDir: string | null;
  user: string | null;
  exposedPorts: string[];
  labels: Record<string, string>;
  stopSignal: string | null;
}

export type ImageDetail = Omit<Image, 'usedBy'> & {
  layers: Layer[];
  config: ImageConfig | null;
  usedBy: { id: string; name: string; hostName: string }[];
};

export interface PortMapping {
  hostAddress: string | null;
  hostPort: number;
  containerPort: number;
  protocol: 'TCP' | 'UDP';
}

export interface ContainerSpec {
  image: string;
  entrypoint: string[] | null;
  command: string[] | null;
  env: Record<string, string>;
  workingDir: string | null;
  user: string | null;
  hostname: string | null;
  labels: Record<string, string>;
  network: 'BRIDGE' | 'NONE';
  ports: PortMapping[];
  limits: { memoryBytes: number | null; cpus: number | null; pids: number | null };
  readOnlyRoot: boolean;
  noNewPrivileges: boolean;
  stopSignal: string | null;
  stopGraceSeconds: number | null;
}

export type Phase = 'PENDING' | 'CREATED' | 'STARTING' | 'RUNNING' | 'STOPPING' | 'EXITED' | 'FAILED';

export interface ContainerStatus {
  id: string;
  name: string;
  generation: number;
  run: number;
  phase: Phase;
  pid: number | null;
  exitCode: number | null;
  oomKilled: boolean | null;
  problem: Refusal | null;
  address: string | null;
  imageDigest: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  ports: PortMapping[];
}

export interface Container {
  id: string;
  name: string;
  host: { id: string; name: string; state: HostState };
  spec: ContainerSpec;
  power: 'ON' | 'OFF';
  generation: number;
  run: number;
  status: ContainerStatus | null;
  stale: boolean;
  createdAt: string;
  createdBy: string;
  version: number;
}

export interface System {
  version: string;
  database: { embedded: boolean; version: string };
  hosts: number;
  containers: { running: number; total: number };
  images: number;
  startedAt: string;
}
