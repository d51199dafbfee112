// Every address of the application. Screens load when first visited; a filter is part of its address, so a view can be shared.
import {
  createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet, redirect, type RouterHistory, useRouterState,
} from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { incidentSearch, jobSearch } from '~/features/control/search';
import { documentSearch } from '~/features/document/search';
import { recordSearch } from '~/features/record/search';
import { inboxSearch } from '~/features/inbox/search';
import { instancesSearch } from '~/features/instances/search';
import { workflowSearch } from '~/features/workflows/search';
import { registerSearch } from '~/features/registers/search';
import { templateSearch } from '~/features/templates/search';
import { performanceSearch } from '~/features/performance/search';
import { peopleSearch, structureSearch } from '~/features/register/search';
import { passwordSearch, signInSearch } from '~/features/signin/search';
import { needWords, type WordPack } from '~/shared/i18n/text';
import { session } from '~/shared/session/session';
import { useSessionState } from '~/shared/session/useSessionState';
import { Loading } from '~/shared/ui/parts';
import { Crash, NotFound } from './Crash';

// Fetched beside the screen, not after it.
const loadSignedIn = () => import('./SignedIn');
const SignedIn = lazy(loadSignedIn);

/** A screen together with the words it says. */
function screen<Module>(load: () => Promise<Module>, ...packs: WordPack[]): () => Promise<Module> {
  return async () => {
    const [module] = await Promise.all([load(), ...packs.map(needWords)]);
    return module;
  };
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

function Guarded() {
  const state = useSessionState();
  const here = useRouterState({ select: (router) => router.location.href });
  // On the way to the door this component is asked once more: it must not send the door to the door.
  if (here.startsWith('/masuk')) return null;
  if (state === 'signed-out') {
    return <Navigate to="/masuk" search={here === '/' || here === '/tugas' ? {} : { kembali: here }} replace />;
  }
  if (state === 'restoring') return <Loading />;
  return <Suspense fallback={<Loading />}><SignedIn /></Suspense>;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/masuk',
  validateSearch: signInSearch,
  component: lazyRouteComponent(screen(() => import('~/features/signin/SignInPage'), 'door'), 'SignInPage'),
});

const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/masuk/sandi',
  validateSearch: passwordSearch,
  component: lazyRouteComponent(screen(() => import('~/features/signin/SetPasswordPage'), 'door'), 'SetPasswordPage'),
});

const guarded = createRoute({
  getParentRoute: () => root,
  id: 'guarded',
  beforeLoad: () => {
    if (session.state !== 'signed-out') void loadSignedIn();
  },
  component: Guarded,
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: session.state === 'signed-out' ? '/masuk' : '/tugas', search: {}, replace: true });
  },
});

const tasks = createRoute({
  getParentRoute: () => guarded,
  path: '/tugas',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('~/features/inbox/InboxPage'), 'InboxPage'),
});
const task = createRoute({
  getParentRoute: () => guarded,
  path: '/tugas/$id',
  component: lazyRouteComponent(screen(() => import('~/features/task/TaskPage'), 'work'), 'TaskPage'),
});
const instances = createRoute({
  getParentRoute: () => guarded,
  path: '/perkara',
  validateSearch: instancesSearch,
  component: lazyRouteComponent(() => import('~/features/instances/InstancesPage'), 'InstancesPage'),
});
const instance = createRoute({
  getParentRoute: () => guarded,
  path: '/perkara/$id',
  component: lazyRouteComponent(screen(() => import('~/features/instance/InstancePage'), 'work'), 'InstancePage'),
});
const performance = createRoute({
  getParentRoute: () => guarded,
  path: '/kinerja',
  validateSearch: performanceSearch,
  component: lazyRouteComponent(screen(() => import('~/features/performance/PerformancePage'), 'figures'), 'PerformancePage'),
});
const start = createRoute({
  getParentRoute: () => guarded,
  path: '/mulai',
  component: lazyRouteComponent(screen(() => import('~/features/start/StartPage'), 'work'), 'StartPage'),
});
const council = createRoute({
  getParentRoute: () => guarded,
  path: '/dewan',
  component: lazyRouteComponent(screen(() => import('~/features/council/CouncilPage'), 'work'), 'CouncilPage'),
});
const sending = createRoute({
  getParentRoute: () => guarded,
  path: '/kiriman',
  component: lazyRouteComponent(screen(() => import('~/features/outbox/OutboxPage'), 'work'), 'OutboxPage'),
});
const mail = createRoute({
  getParentRoute: () => guarded,
  path: '/surat',
  component: lazyRouteComponent(screen(() => import('~/features/mail/MailPage'), 'work'), 'MailPage'),
});
const paper = createRoute({
  getParentRoute: () => guarded,
  path: '/dokumen/$id',
  validateSearch: documentSearch,
  component: lazyRouteComponent(screen(() => import('~/features/document/DocumentPage'), 'work', 'paper'), 'DocumentPage'),
});
const templates = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/templat',
  validateSearch: templateSearch,
  component: lazyRouteComponent(screen(() => import('~/features/templates/TemplatesPage'), 'work', 'paper'), 'TemplatesPage'),
});
const template = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/templat/$name',
  validateSearch: templateSearch,
  component: lazyRouteComponent(screen(() => import('~/features/templates/TemplatePage'), 'work', 'paper'), 'TemplatePage'),
});
const registers = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/nomor',
  validateSearch: registerSearch,
  component: lazyRouteComponent(screen(() => import('~/features/registers/RegistersPage'), 'work', 'paper'), 'RegistersPage'),
});

const workflows = createRoute({
  getParentRoute: () => guarded,
  path: '/proses',
  component: lazyRouteComponent(screen(() => import('~/features/workflows/WorkflowsPage'), 'work', 'operate'), 'WorkflowsPage'),
});
const deploy = createRoute({
  getParentRoute: () => guarded,
  path: '/proses/terapkan',
  component: lazyRouteComponent(screen(() => import('~/features/workflows/DeployPage'), 'work', 'operate'), 'DeployPage'),
});
const workflow = createRoute({
  getParentRoute: () => guarded,
  path: '/proses/$key',
  validateSearch: workflowSearch,
  component: lazyRouteComponent(screen(() => import('~/features/workflows/WorkflowPage'), 'work', 'operate'), 'WorkflowPage'),
});
const migrate = createRoute({
  getParentRoute: () => guarded,
  path: '/proses/$key/pindah',
  component: lazyRouteComponent(screen(() => import('~/features/workflows/MigratePage'), 'work', 'operate'), 'MigratePage'),
});
const batch = createRoute({
  getParentRoute: () => guarded,
  path: '/proses/$key/pindah/$batch',
  component: lazyRouteComponent(screen(() => import('~/features/workflows/BatchPage'), 'work', 'operate'), 'BatchPage'),
});
const incidents = createRoute({
  getParentRoute: () => guarded,
  path: '/kendali',
  validateSearch: incidentSearch,
  component: lazyRouteComponent(screen(() => import('~/features/control/IncidentsPage'), 'work', 'operate'), 'IncidentsPage'),
});
const jobs = createRoute({
  getParentRoute: () => guarded,
  path: '/kendali/pekerjaan',
  validateSearch: jobSearch,
  component: lazyRouteComponent(screen(() => import('~/features/control/JobsPage'), 'work', 'operate'), 'JobsPage'),
});
const record = createRoute({
  getParentRoute: () => guarded,
  path: '/kendali/rekaman',
  validateSearch: recordSearch,
  component: lazyRouteComponent(screen(() => import('~/features/record/RecordPage'), 'work', 'operate', 'record'), 'RecordPage'),
});
const webhook = createRoute({
  getParentRoute: () => guarded,
  path: '/kendali/webhook',
  component: lazyRouteComponent(screen(() => import('~/features/webhook/WebhookPage'), 'work', 'operate'), 'WebhookPage'),
});
const privacy = createRoute({
  getParentRoute: () => guarded,
  path: '/privasi',
  component: lazyRouteComponent(screen(() => import('~/features/privacy/PrivacyPage'), 'work', 'privacy'), 'PrivacyPage'),
});
const retention = createRoute({
  getParentRoute: () => guarded,
  path: '/kendali/privasi',
  component: lazyRouteComponent(screen(() => import('~/features/privacy/RetentionPage'), 'work', 'operate', 'privacy'), 'RetentionPage'),
});

const notices = createRoute({
  getParentRoute: () => guarded,
  path: '/pemberitahuan',
  component: lazyRouteComponent(screen(() => import('~/features/notices/NoticesPage'), 'work', 'time'), 'NoticesPage'),
});
const people = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(screen(() => import('~/features/register/PeoplePage'), 'work', 'register'), 'PeoplePage'),
});
const structure = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/organisasi',
  validateSearch: structureSearch,
  component: lazyRouteComponent(screen(() => import('~/features/register/StructurePage'), 'work', 'register'), 'StructurePage'),
});
const importing = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/impor',
  component: lazyRouteComponent(screen(() => import('~/features/register/ImportPage'), 'work', 'register'), 'ImportPage'),
});
const history = createRoute({
  getParentRoute: () => guarded,
  path: '/administrasi/riwayat',
  component: lazyRouteComponent(screen(() => import('~/features/register/HistoryPage'), 'work', 'register'), 'HistoryPage'),
});
const loans = createRoute({
  getParentRoute: () => guarded,
  path: '/pelimpahan',
  component: lazyRouteComponent(screen(() => import('~/features/register/LoansPage'), 'work', 'register'), 'LoansPage'),
});

const routeTree = root.addChildren([
  home,
  signIn,
  setPassword,
  guarded.addChildren([tasks, task, instances, instance, performance, start, council, sending, mail, notices, paper, templates, template, registers, workflows, deploy, workflow, migrate, batch, incidents, jobs, webhook, record, privacy, retention, people, structure, importing, history, loans]),
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history ? { history } : {}),
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: Loading,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
