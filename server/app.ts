import { randomBytes, randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { helpIdSchema } from '../src/shared/help-views.ts';
import {
  classIdSchema,
  FIRST_TERMINAL,
  type LearnerId,
  learnerIdSchema,
  type SandboxId,
  sandboxIdSchema,
} from '../src/shared/ids.ts';
import type { Role } from '../src/shared/views.ts';
import { LiveBoards } from './board/live-boards.ts';
import { SocketPresence } from './board/presence.ts';
import { isAway } from './checks/away.ts';
import { FINISHED_COMMAND, REMEMBERED_COMMAND, SAVED_FILE } from './checks/changes.ts';
import type { CheckRunner } from './checks/check-runner.ts';
import { CommandsSeen } from './checks/commands-seen.ts';
import { readContainerChanges } from './checks/container-changes.ts';
import { createExerciseLog } from './checks/exercise-log.ts';
import type { LoadedExercise } from './checks/exercises.ts';
import { followSandboxFolder } from './checks/follow-sandbox-folder.ts';
import { createImageDocuments } from './checks/image-documents.ts';
import { readLayerRecords } from './checks/layer-records.ts';
import { createSandboxView } from './checks/sandbox-view.ts';
import { Workbench } from './checks/workbench.ts';
import { type Config, dataPaths } from './config.ts';
import { classInForce, dayOf } from './domain/class-phase.ts';
import { resetUrl } from './domain/invite.ts';
import { type RegistryLogin, registryPassword } from './domain/registry-account.ts';
import { allowanceOf } from './domain/sandbox-allowance.ts';
import { createAccess } from './edge/access.ts';
import { createLearnerCookies } from './edge/learner-cookie.ts';
import { createOwnOrigin } from './edge/origin.ts';
import { createVisitors } from './edge/visitors.ts';
import { createSandboxFiles } from './files/sandbox-files.ts';
import { SandboxFleet } from './fleet/fleet.ts';
import { createLearnerSandboxes } from './fleet/learner-sandboxes.ts';
import { registerAccountApi } from './http/account-api.ts';
import { registerApi } from './http/api.ts';
import { registerCertificateApi } from './http/certificate-api.ts';
import { registerClassApi } from './http/class-api.ts';
import { registerClassBoardApi } from './http/class-board-api.ts';
import type { ClassApiOptions } from './http/class-scope.ts';
import { registerExplorerApi } from './http/explorer-api.ts';
import { registerFilesApi } from './http/files-api.ts';
import { registerGradebookApi } from './http/gradebook-api.ts';
import { type Probes, registerHealth } from './http/health.ts';
import { createHttpServer } from './http/http-server.ts';
import { registerJoinApi } from './http/join-api.ts';
import { createPreview } from './http/preview.ts';
import { createPreviewAddresses } from './http/preview-address.ts';
import { registerQuizApi } from './http/quiz-api.ts';
import { registerRecordsApi } from './http/records-api.ts';
import { registerRegistryApi } from './http/registry-api.ts';
import { registerRosterApi } from './http/roster-api.ts';
import { type GuardedRoute, registerRouteAccess } from './http/route-access.ts';
import { registerSandboxApi } from './http/sandbox-api.ts';
import { registerSignInApi } from './http/sign-in-api.ts';
import { createInviteUrl } from './invite-links.ts';
import { learnerAccount } from './learner-account.ts';
import { createCommandBlocks } from './lessons/command-blocks.ts';
import { createQuizzes } from './lessons/quizzes.ts';
import { openAccounts } from './open-accounts.ts';
import { describeAgreements } from './own-machine/agreements.ts';
import { createDoor } from './own-machine/door.ts';
import { followOwnFolder } from './own-machine/follow-own-folder.ts';
import { localPorts } from './own-machine/local-ports.ts';
import { onlyLearner } from './own-machine/only-learner.ts';
import type { OwnMachine } from './own-machine/own-machine.ts';
import { registerOwnMachineApi } from './own-machine/own-machine-api.ts';
import { createErasureErrands } from './records/erasure-errands.ts';
import { placeRegistryLogin } from './registry/place-login.ts';
import type { CourseRegistry } from './registry/port.ts';
import type { ReadySandbox, SandboxHost } from './sandbox/port.ts';
import type { Store } from './storage/port.ts';
import { tellAppends } from './storage/tell-appends.ts';
import { Terminals } from './terminal/terminals.ts';
import { HelpDesk } from './ws/help-desk.ts';
import { PageHelp } from './ws/help-session.ts';
import { PageSession } from './ws/page-session.ts';
import { createSocketServer } from './ws/socket-server.ts';
import { Workbenches } from './ws/workbenches.ts';

interface CommonDeps {
  readonly config: Config;
  readonly logger: FastifyBaseLogger;
  readonly store: Store;
  readonly host: SandboxHost;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  /** Which lesson shows which of them, in their order. */
  readonly lessons?: readonly { readonly slug: string; readonly exercises: readonly string[] }[];
  /** Decides the tasks of these. Whoever made it ends it. */
  readonly runner: Pick<CheckRunner, 'decide'>;
  readonly probes: Probes;
  readonly siteFolder: string;
  readonly now: () => Date;
  /** How many sandboxes may be up now, when so many are. */
  readonly limit: (held: number) => number;
}

export interface AppDeps extends CommonDeps {
  readonly registry: Pick<CourseRegistry, 'use' | 'empty' | 'meter'>;
  /** What accounts' passwords are computed from: 64 hex digits. */
  readonly registrySecret: string;
  readonly ownMachine?: undefined;
}

export interface OwnMachineAppDeps extends CommonDeps {
  /** Learners work on the machine of the one person who may come in, instead of in sandboxes. */
  readonly ownMachine: OwnMachine;
}

export interface App extends AsyncDisposable {
  readonly fleet: SandboxFleet;
  /** All routes below `/api/`, and what each lets people do. */
  readonly routes: readonly GuardedRoute[];
  /** Removes what is kept here and on the host, and belongs to nobody; returns the sandboxes that it was of. */
  reap(): Promise<readonly SandboxId[]>;
  /** Forgets what has ended of accounts. */
  tidyAccounts(): Promise<void>;
  /** Removes what deleted people left outside of the store. */
  runErrands(): Promise<void>;
  /** The exercises have changed: pages begin anew, with nothing left of what was watched for them. */
  renew(): void;
  /** Resolves with the port when the server accepts connections. */
  listen(): Promise<number>;
}

/** A page says its own when it comes. */
const FIRST_SIZE = { cols: 80, rows: 24 };

/** A few lines in a file; a machine under load takes its time. */
const PLACE_LOGIN_TIMEOUT_MS = 30_000;

/** Some thousand files. */
const EMPTY_TIMEOUT_MS = 30_000;

const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
const newLearnerId = () => learnerIdSchema.parse(randomHex(16));

/** Puts the parts together. Nothing else knows which adapters there are, but for the set-up that makes `deps`. */
export async function createApp(deps: AppDeps | OwnMachineAppDeps): Promise<App> {
  const { config, logger, host, exercises, siteFolder, now, ownMachine } = deps;
  const onError = (err: unknown, context: object = {}) => logger.error({ err, ...context }, 'a part failed');
  const store = tellAppends(deps.store, () => boards.noteAppended());
  const presence = new SocketPresence(now);
  const boards = new LiveBoards({ exercises, classes: store.classes, log: store.classLog, presence, now, onError });
  const ownOrigin = createOwnOrigin(config.publicUrl);
  const previewAddresses = ownMachine ? localPorts : createPreviewAddresses(config.publicUrl);
  const most = { ...config.sandboxLimits, internet: config.internet };
  const fleet = new SandboxFleet({
    host,
    store,
    warmAllowance: ownMachine ? undefined : most,
    timings: config.timings,
    pool: config.pool,
    limit: deps.limit,
    warmUp: async (sandbox) => {
      await terminals.of(sandbox).open(FIRST_TERMINAL, FIRST_SIZE);
    },
    newId: () => sandboxIdSchema.parse(randomHex(8)),
    now,
    onError,
  });
  const sandboxes = createLearnerSandboxes({
    store,
    fleet,
    allowanceOf: async (learner) => {
      if (ownMachine) return undefined;
      const inForce = classInForce(await store.classes.of(learner), dayOf(now()));
      return allowanceOf(inForce ?? { limits: null, internet: null }, most);
    },
    randomHex,
    onError,
  });

  const preview = createPreview(sandboxes, config.publicUrl);
  const http = await createHttpServer({
    logger,
    cookieSecret: ownMachine?.token.cookieSecret ?? (await store.once('cookie-secret', () => randomHex(32))),
    siteFolder,
    ownOrigin,
    previewAddresses,
    preview,
    ...(ownMachine ? { door: createDoor(() => guests) } : {}),
  });
  const guests = createLearnerCookies({
    signer: http,
    store,
    isSecure: config.publicUrl.protocol === 'https:',
    newLearnerId,
  });
  /** On a learner's own machine there are none: the link lets them in. */
  const accounts = ownMachine
    ? undefined
    : await openAccounts(store, config, { personFor: (header) => personFor(header), onError });
  const visitors = createVisitors({ accounts, guests, store });
  /** A guest who makes an account stays who they are, and keeps what they have done. */
  const personFor = async (cookieHeader: string | undefined): Promise<LearnerId> => {
    const guest = await visitors.guest(cookieHeader);
    if (guest) return guest.id;
    const id = newLearnerId();
    await store.createLearner({ id, role: 'learner' });
    return id;
  };
  const access = createAccess({ classes: store.classes, readVisitor: visitors.read });
  const routes = registerRouteAccess(http, access);
  /** On a learner's own machine there is no course registry. */
  const loginOf = ownMachine
    ? undefined
    : async (learner: LearnerId): Promise<RegistryLogin> => {
        const account = await learnerAccount(store, learner, (limit) => randomInt(limit));
        return { account, password: registryPassword(deps.registrySecret, account) };
      };
  const placeLogin = async (learner: LearnerId, sandbox: ReadySandbox): Promise<void> => {
    if (!loginOf) return;
    try {
      await placeRegistryLogin(sandbox, await loginOf(learner), AbortSignal.timeout(PLACE_LOGIN_TIMEOUT_MS));
    } catch (error) {
      // It comes with the next page.
      if (!isAway(error)) onError(error);
    }
  };
  const api = { store, cookies: visitors, exercises, timings: config.timings, now };
  if (ownMachine) {
    registerApi(http, { ...api, ownMachine: () => describeAgreements(ownMachine, exercises) });
    const learner = () => onlyLearner(store, newLearnerId);
    await registerOwnMachineApi(http, { cookies: guests, machine: ownMachine, exercises, learner });
  } else {
    registerApi(http, api);
    await registerSandboxApi(http, { sandboxes, fleet, host, exercises });
    await registerExplorerApi(http, {
      sandboxes,
      explore: (learner, sandbox, signal) => ({
        ...createImageDocuments({
          sandbox,
          signal,
          account: loginOf && (async () => (await loginOf(learner.id)).account),
        }),
        changes: (id) => readContainerChanges(sandbox, id, signal),
        records: (chain, until) => readLayerRecords(sandbox, { chain, until, signal }),
      }),
    });
    const classApi: ClassApiOptions = {
      classes: store.classes,
      roster: store.roster,
      visitors,
      guests,
      course: config.course,
      publicUrl: config.publicUrl,
      most,
      hasAccount: async (id) => accounts !== undefined && (await accounts.has(id)),
      inviteStaff: (inClass) => createInviteUrl(store, config.publicUrl, 'learner', inClass),
      newClassId: () => classIdSchema.parse(randomHex(8)),
      newLearnerId,
      newToken: () => randomBytes(32).toString('base64url'),
      randomBelow: (limit) => randomInt(limit),
      now,
    };
    await registerClassApi(http, classApi);
    await registerRosterApi(http, classApi);
    await registerJoinApi(http, classApi);
    await registerClassBoardApi(http, boards);
    await registerGradebookApi(http, {
      classes: store.classes,
      log: store.log,
      gradebooks: store.gradebooks,
      exercises,
      lessons: deps.lessons ?? [],
      course: config.course,
      origin: config.publicUrl.origin,
      now,
    });
    if (loginOf) await registerRegistryApi(http, { registry: deps.registry, loginOf });
    if (accounts) {
      const onSessionsEnded = (learner: LearnerId) => sockets.checkAgain(learner).catch(onError);
      const invite = (role: Role) => createInviteUrl(store, config.publicUrl, role);
      const people = {
        accounts,
        store,
        isOpen: config.accountsAreOpen,
        resetUrl: (token: string) => resetUrl(config.publicUrl, token),
        now,
        onSessionsEnded,
        invite,
      };
      await registerSignInApi(http, people);
      await registerAccountApi(http, people);
    }
  }
  const errands = createErasureErrands({
    personal: store.personal,
    removeSandbox: async (id) => {
      await fleet.retire(id);
      await terminals.remove(id);
    },
    emptyAccount: ownMachine
      ? undefined
      : (account) => deps.registry.empty(account, AbortSignal.timeout(EMPTY_TIMEOUT_MS)),
    onError,
  });
  await registerRecordsApi(http, {
    store,
    cookies: guests,
    now,
    async *terminalsOf(learner) {
      const row = await store.sandboxOf(learner);
      if (row) yield* terminals.kept(row.id);
    },
    onErased: ownMachine
      ? undefined
      : (learner) => {
          sockets.sendAway(learner);
          void errands.run();
        },
  });
  await registerFilesApi(http, {
    sandboxes,
    onChanged: (sandbox) => workbenches.note(sandbox, SAVED_FILE, true),
  });
  const certificateSecret = await store.once('certificate-secret', () => randomHex(32));
  await registerCertificateApi(http, { store, exercises, secret: certificateSecret });
  await registerQuizApi(http, { store, now, ...(await createQuizzes(siteFolder)) });
  registerHealth(http, { mode: ownMachine ? 'own-machine' : 'sandboxes', probes: deps.probes });

  const commands = new CommandsSeen();
  const workbenches = new Workbenches({
    sandboxes,
    fleet,
    create: ({ row, sandbox }) => {
      void placeLogin(row.learnerId, sandbox);
      return new Workbench({
        sandbox,
        learnerId: row.learnerId,
        exercises,
        runner: deps.runner,
        store,
        view: (options) =>
          createSandboxView({
            ...options,
            sandbox,
            commands: async () => commands.of(sandbox.id),
            ...(loginOf ? { account: async () => (await loginOf(row.learnerId)).account } : { isOwnMachine: true }),
          }),
        readStamps: (of, paths, signal) => createSandboxFiles(of).stamps(paths, signal),
        followFolder: ownMachine ? (_sandbox, folder, signal) => followOwnFolder(folder, signal) : followSandboxFolder,
        now,
        onError,
        previewUrl: (port) => previewAddresses.url({ port, previewId: row.previewId }),
        ...(ownMachine ? { permit: ownMachine.agreements.requireAllowed } : {}),
      });
    },
  });

  const { commandsOf } = await createCommandBlocks(siteFolder);
  const terminals = new Terminals({
    folder: dataPaths(config.dataDir).scrollback,
    onCommandFinished: (sandbox, command) => {
      commands.add(sandbox, command);
      workbenches.note(sandbox, FINISHED_COMMAND, true);
    },
    onCommandsRemembered: (sandbox, remembered) => {
      commands.remember(sandbox, remembered);
      workbenches.note(sandbox, REMEMBERED_COMMAND, false);
    },
    onError,
  });

  const log = createExerciseLog({ exercises, store, now });
  const desk = new HelpDesk({
    records: store.help,
    newId: () => helpIdSchema.parse(randomHex(8)),
    now: () => now().getTime(),
    onHint: (learnerId, exercise) => workbenches.refresh(learnerId, exercise),
    onError,
  });
  const sockets = createSocketServer({
    readVisitor: access.readVisitor,
    ownOrigin,
    onError,
    onSocket: (socket, visitor) =>
      new PageSession({
        socket,
        visitor,
        access,
        classes: store.classes,
        boards,
        presence,
        workbenches,
        terminals,
        commandsOf,
        onError,
        help: (page) =>
          new PageHelp({
            ...page,
            visitor,
            desk,
            access,
            classes: store.classes,
            records: store.help,
            terminals,
            sandboxOf: async (learnerId) => {
              const row = await store.sandboxOf(learnerId);
              return row?.expiredAt === null ? row.id : undefined;
            },
            tasksOf: log.states,
            giveHint: log.giveHint,
            use: (sandboxId) => fleet.use(sandboxId),
            onError,
          }),
      }),
  });
  http.server.on('upgrade', (request, socket, head) => {
    const address = previewAddresses.parse(request.headers.host);
    if (address) void preview.upgrade(address, request, socket, head);
    else void sockets.upgrade(request, socket, head);
  });

  return {
    fleet,
    routes,
    async reap() {
      const reaped = await fleet.reap();
      const owned = await fleet.owned();
      commands.tidy(owned);
      await terminals.tidy(owned);
      return reaped;
    },
    async tidyAccounts() {
      await accounts?.tidy();
    },
    runErrands: () => errands.run(),
    renew() {
      workbenches[Symbol.dispose]();
      boards[Symbol.dispose]();
      sockets.sendAway();
    },
    async listen() {
      await http.listen({ port: config.port, host: config.listen });
      return (http.server.address() as AddressInfo).port;
    },
    async [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]();
      desk[Symbol.dispose]();
      http.server.closeAllConnections();
      await http.close();
      boards[Symbol.dispose]();
      presence[Symbol.dispose]();
      workbenches[Symbol.dispose]();
      // The shells stop writing before their last output is kept.
      await fleet[Symbol.asyncDispose]();
      await terminals[Symbol.asyncDispose]();
    },
  };
}
