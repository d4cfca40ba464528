import { join } from 'node:path';
import type Docker from 'dockerode';
import { pino } from 'pino';
import { type App, createApp } from './app.ts';
import { createCheckProcess } from './checks/check-process.ts';
import type { Config } from './config.ts';
import { defaultMaxSandboxes, placesNow } from './domain/capacity.ts';
import { installationId } from './installation.ts';
import { createFirstInviteUrl } from './invite-links.ts';
import { exercisesOf, readBuiltCourse, sitePath } from './lessons/built-course.ts';
import { openStore } from './open-store.ts';
import { createDockerCourseRegistry } from './registry/docker-course-registry.ts';
import { registrySecret } from './registry-secret.ts';
import { readCgroupSetup } from './sandbox/cgroup-setup.ts';
import { createDockerSandboxHost } from './sandbox/docker-sandbox-host.ts';
import { createHostKeeper } from './sandbox/host-keeper.ts';

/** Sandboxes that belong to nobody appear only after a crash in the middle of a launch. */
const REAP_EVERY_MS = 10 * 60 * 1_000;

/** How late a sandbox is paused, or somebody hears of a place in the line. */
const FLEET_TICK_MS = 5_000;

/** One that was killed behind our back is noticed so late at most; one that is used, at once. */
const RECONCILE_EVERY_MS = 30_000;

/** Memory and disk do not come to their end quicker. */
const USAGE_LOOK_EVERY_MS = 15_000;

/** It comes back by itself with its next command; this only tidies. */
const KEEPER_LOOK_EVERY_MS = 5 * 60 * 1_000;
const KEEPER_START_TIMEOUT_MS = 30_000;

/** A gateway that crashed is back before a learner's pull has given up. */
const REGISTRY_LOOK_EVERY_MS = 10_000;
const REGISTRY_START_TIMEOUT_MS = 30_000;

export interface StartServerOptions {
  readonly config: Config;
  readonly docker: Docker;
  /** Tags on the host engine. */
  readonly images: { readonly sandbox: string; readonly gateway: string; readonly keeper: string };
  /** The volume with the image store that new sandboxes share. */
  readonly imageStore: string;
  /** The project's folder. */
  readonly root: string;
  /** The folder of the pages: where left out, the one that they are built into. */
  readonly siteFolder?: string;
  /** A file for the log, or a file descriptor. */
  readonly logTo: string | 2;
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  /** Given once: the link that makes the first admin. */
  readonly inviteUrl: string | undefined;
  /** Reads the exercises anew, and lets the pages begin anew with them. Rejects where they can't be used, and changes nothing then. */
  reload(): Promise<void>;
}

/** Starts everything that the platform runs. What was started is stopped again if a later step fails. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { config, docker, images, root } = options;
  const now = () => new Date();
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: options.logTo, sync: false, mkdir: true }));

  const siteFolder = options.siteFolder ?? sitePath(root, config.course);
  const course = await readBuiltCourse(siteFolder, config.course);
  await using startUp = new AsyncDisposableStack();
  const store = startUp.use(await openStore(config, now));
  const [installation, secret] = await Promise.all([installationId(store), registrySecret(store)]);

  const registry = createDockerCourseRegistry({
    docker,
    installation,
    image: images.gateway,
    volume: config.registryVolume,
    accounts: { secret, quotaBytes: config.registryQuotaBytes },
    ...(config.pullsThrough ? { upstream: config.upstream } : {}),
    internet: config.internet,
  });
  startUp.defer(() => registry.stop());
  const { hasAppArmor } = await readCgroupSetup(docker);
  const { imageStore } = options;
  const keeper = createHostKeeper({ docker, installation, image: images.keeper, hasAppArmor, imageStore });
  startUp.defer(() => keeper.stop());
  const onError = (err: unknown) => logger.error({ err }, 'a part failed');
  const [network, runner] = await Promise.all([
    registry.start(AbortSignal.timeout(REGISTRY_START_TIMEOUT_MS)),
    createCheckProcess({ folder: join(root, 'exercises'), onError }).then((started) => startUp.use(started)),
    keeper.start(AbortSignal.timeout(KEEPER_START_TIMEOUT_MS)),
  ]);

  const host = await createDockerSandboxHost({
    docker,
    installation,
    image: images.sandbox,
    imageStore,
    network,
    limits: config.sandboxLimits,
    keeper,
    door: registry.door,
    onWarning: (err) => logger.warn({ err }, 'a sandbox is not as it should be'),
  });
  let usage = await host.usage();
  const maxSandboxes = config.maxSandboxes ?? defaultMaxSandboxes(usage.memoryTotalBytes);

  const exercises = new Map(exercisesOf(course, runner.exercises));
  const lessons = [...course.lessons];
  const app: App = startUp.use(
    await createApp({
      config,
      logger,
      store,
      host,
      registry,
      registrySecret: secret,
      now,
      limit: (held) => placesNow(usage, held, maxSandboxes),
      exercises,
      lessons,
      runner,
      siteFolder,
      probes: {
        store: () => store.probe(),
        engine: () => docker.ping(),
        registry: (signal) => registry.probe(signal),
      },
    }),
  );
  const { fleet } = app;
  await app.listen();

  const every = (ms: number, task: () => Promise<unknown>) => {
    const timer = setInterval(() => void task().catch(onError), ms).unref();
    startUp.defer(() => clearInterval(timer));
  };
  every(REGISTRY_LOOK_EVERY_MS, () => registry.mend(AbortSignal.timeout(REGISTRY_START_TIMEOUT_MS)));
  every(KEEPER_LOOK_EVERY_MS, () => keeper.start(AbortSignal.timeout(KEEPER_START_TIMEOUT_MS)));
  every(FLEET_TICK_MS, () => fleet.tick());
  every(RECONCILE_EVERY_MS, () => fleet.reconcile());
  every(REAP_EVERY_MS, () => app.reap());
  every(REAP_EVERY_MS, () => app.tidyAccounts());
  every(REAP_EVERY_MS, () => app.runErrands());
  every(USAGE_LOOK_EVERY_MS, async () => {
    usage = await host.usage();
  });
  // What nobody owns is removed while learners come already.
  const adopting = fleet.reconcile().then(async () => {
    await app.runErrands();
    const reaped = await app.reap();
    if (reaped.length > 0) logger.warn({ reaped }, 'removed sandboxes that belong to nobody');
    await fleet.tick();
  });
  startUp.defer(() => adopting.catch(onError));

  const inviteUrl = await createFirstInviteUrl(store, config.publicUrl);
  const reload = async () => {
    await runner.reload();
    const built = await readBuiltCourse(siteFolder, config.course);
    const found = exercisesOf(built, runner.exercises);
    lessons.splice(0, lessons.length, ...built.lessons);
    exercises.clear();
    for (const [id, exercise] of found) exercises.set(id, exercise);
    app.renew();
  };
  const running = startUp.move();
  logger.info({ installation, url: config.publicUrl.origin }, 'ready');
  return { url: config.publicUrl.origin, inviteUrl, reload, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
