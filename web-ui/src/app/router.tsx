import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { DeckPlace } from '@/features/image';
import { sessionQuery } from '@/features/session';
import type { HostState, Phase } from '@/shared/api/model';
import { onSessionLost } from '@/shared/api/watch';
import { LinkButton } from '@/shared/ui/LinkButton';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { queries } from './queries';
import { Shell } from './Shell';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const deckPlace = (search: Record<string, unknown>): DeckPlace => ({
  layer: typeof search.layer === 'number' && search.layer >= 0 ? Math.floor(search.layer) : undefined,
  through: search.through === true ? true : undefined,
  path: text(search.path),
});

function Failed({ error, reset }: ErrorComponentProps) {
  return (
    <div style={{ maxWidth: 640, margin: '48px auto', padding: 16 }}>
      <ProblemNotice error={error} retry={reset} />
    </div>
  );
}

const NotFound = () => (
  <Empty title="There is no such page" action={<LinkButton to="/">To the overview</LinkButton>}>
    The address may be mistyped, or what it showed was removed.
  </Empty>
);

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Failed });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { to?: string } => ({ to: text(search.to) }),
  component: lazyRouteComponent(() => import('@/features/session/pages/LoginPage'), 'LoginPage'),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  validateSearch: (search): { to?: string } => ({ to: text(search.to) }),
  beforeLoad: async () => {
    const session = await queries.query({ ...sessionQuery, staleTime: 'static' });
    if (session?.user.passwordChangeRequired !== true) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('@/features/user/pages/NewPasswordPage'), 'NewPasswordPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await queries.query({ ...sessionQuery, staleTime: 'static' });
    if (session === null) throw redirect({ to: '/login', search: { to: location.href } });
    if (session.user.passwordChangeRequired) {
      throw redirect({ to: '/password', search: { to: location.href } });
    }
  },
  component: Shell,
  errorComponent: Failed,
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/pages/HomePage'), 'HomePage'),
});

const hosts = createRoute({
  getParentRoute: () => shell,
  path: '/hosts',
  validateSearch: (search): { q?: string; state?: HostState; add?: boolean } => ({
    q: text(search.q),
    state: text(search.state) as HostState | undefined,
    add: search.add === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/host/pages/HostListPage'), 'HostListPage'),
});

const host = createRoute({
  getParentRoute: () => shell,
  path: '/hosts/$id',
  component: lazyRouteComponent(() => import('@/features/host/pages/HostPage'), 'HostPage'),
});

const images = createRoute({
  getParentRoute: () => shell,
  path: '/images',
  validateSearch: (
    search,
  ): { q?: string; hostId?: string; unused?: boolean; add?: boolean; pull?: true | string } => ({
    q: text(search.q),
    hostId: text(search.hostId),
    unused: search.unused === true ? true : undefined,
    pull: search.pull === true ? true : text(search.pull),
    add: search.add === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/image/pages/ImageListPage'), 'ImageListPage'),
});

const disk = createRoute({
  getParentRoute: () => shell,
  path: '/images/disk',
  component: lazyRouteComponent(() => import('@/features/image/pages/DiskPage'), 'DiskPage'),
});

const image = createRoute({
  getParentRoute: () => shell,
  path: '/images/$digest',
  validateSearch: deckPlace,
  component: lazyRouteComponent(() => import('@/features/image/pages/ImagePage'), 'ImagePage'),
});

const assembly = createRoute({
  getParentRoute: () => shell,
  path: '/images/assembly',
  validateSearch: (search): { layers?: string } => ({ layers: text(search.layers) }),
  component: lazyRouteComponent(() => import('@/features/image/pages/AssemblyPage'), 'AssemblyPage'),
});

const compareImages = createRoute({
  getParentRoute: () => shell,
  path: '/images/$digest/comparison',
  validateSearch: (search): { with?: string; path?: string } => ({
    with: text(search.with),
    path: text(search.path),
  }),
  component: lazyRouteComponent(() => import('@/features/image/pages/ComparePage'), 'ComparePage'),
});

const repositories = createRoute({
  getParentRoute: () => shell,
  path: '/repositories',
  validateSearch: (search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(
    () => import('@/features/repository/pages/RepositoryListPage'),
    'RepositoryListPage',
  ),
});

const repository = createRoute({
  getParentRoute: () => shell,
  path: '/repositories/$id',
  component: lazyRouteComponent(() => import('@/features/repository/pages/RepositoryPage'), 'RepositoryPage'),
});

const registries = createRoute({
  getParentRoute: () => shell,
  path: '/registries',
  validateSearch: (search): { add?: true; host?: string } => ({
    add: search.add === true ? true : undefined,
    host: text(search.host),
  }),
  component: lazyRouteComponent(
    () => import('@/features/registry/pages/RegistryListPage'),
    'RegistryListPage',
  ),
});

const containers = createRoute({
  getParentRoute: () => shell,
  path: '/containers',
  validateSearch: (search): { q?: string; hostId?: string; phase?: Phase; image?: string } => ({
    q: text(search.q),
    hostId: text(search.hostId),
    phase: text(search.phase) as Phase | undefined,
    image: text(search.image),
  }),
  component: lazyRouteComponent(
    () => import('@/features/container/pages/ContainerListPage'),
    'ContainerListPage',
  ),
});

const createContainer = createRoute({
  getParentRoute: () => shell,
  path: '/containers/new',
  validateSearch: (search): { image?: string; hostId?: string } => ({
    image: text(search.image),
    hostId: text(search.hostId),
  }),
  component: lazyRouteComponent(
    () => import('@/features/container/pages/CreateContainerPage'),
    'CreateContainerPage',
  ),
});

const container = createRoute({
  getParentRoute: () => shell,
  path: '/containers/$id',
  validateSearch: (search): { tab?: string } & DeckPlace => ({ tab: text(search.tab), ...deckPlace(search) }),
  component: lazyRouteComponent(() => import('@/features/container/pages/ContainerPage'), 'ContainerPage'),
});

const files = createRoute({
  getParentRoute: () => shell,
  path: '/files',
  validateSearch: (search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import('@/features/file/pages/FilesPage'), 'FilesPage'),
});

const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/tokens',
  component: lazyRouteComponent(() => import('@/features/token/pages/TokenListPage'), 'TokenListPage'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  component: lazyRouteComponent(() => import('@/features/user/pages/UserListPage'), 'UserListPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: (search): { actor?: string; action?: string; subject?: string } => ({
    actor: text(search.actor),
    action: text(search.action),
    subject: text(search.subject),
  }),
  component: lazyRouteComponent(() => import('@/features/audit/pages/AuditPage'), 'AuditPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    password,
    shell.addChildren([
      home,
      hosts,
      host,
      images,
      disk,
      image,
      assembly,
      compareImages,
      repositories,
      repository,
      registries,
      containers,
      createContainer,
      container,
      files,
      tokens,
      users,
      audit,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingComponent: () => <Loading rows={4} height={64} />,
  scrollRestoration: true,
});

onSessionLost(() => {
  if (queries.getQueryData(sessionQuery.queryKey) === null) return;
  queries.setQueryData(sessionQuery.queryKey, null);
  void router.invalidate();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
