import { join } from 'node:path';
import type Docker from 'dockerode';
import { pino } from 'pino';
import { type App, createApp } from './app.ts';
import { loadExercises } from './checks/exercises.ts';
import { type Config, dataPaths } from './config.ts';
import { installationId } from './installation.ts';
import { createFirstInviteUrl } from './instructor-invite.ts';
import { createDockerCourseRegistry } from './registry/docker-course-registry.ts';
import { createDockerSandboxHost } from './sandbox/docker-sandbox-host.ts';
import type { SandboxHost } from './sandbox/port.ts';
import type { Store } from './storage/port.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

/** Sandboxes that belong to nobody appear only after a crash in the middle of a launch. */
const REAP_EVERY_MS = 10 * 60 * 1_000;

/** A gateway that crashed is back before a learner's pull has given up. */
const REGISTRY_LOOK_EVERY_MS = 10_000;
const REGISTRY_START_TIMEOUT_MS = 30_000;

export interface StartServerOptions {
  readonly config: Config;
  readonly docker: Docker;
  /** Tags on the host engine. */
  readonly images: { readonly sandbox: string; readonly gateway: string };
  /** The project's folder. */
  readonly root: string;
  /** A file for the log, or a file descriptor. */
  readonly logTo: string | 2;
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  /** Given once: the link that makes the first instructor. */
  readonly inviteUrl: string | undefined;
}

async function reapUnowned(store: Store, host: SandboxHost): Promise<readonly string[]> {
  return host.reap(await store.sandboxIds());
}

/** Starts everything that the platform runs. What was started is stopped again if a later step fails. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { config, docker, images, root } = options;
  const now = () => new Date();
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: options.logTo, sync: false, mkdir: true }));

  await using startUp = new AsyncDisposableStack();
  const store = startUp.use(await createSqliteStore({ file: dataPaths(config.dataDir).database, now }));
  const installation = await installationId(store);

  const registry = createDockerCourseRegistry({
    docker,
    installation,
    image: images.gateway,
    volume: config.registryVolume,
  });
  startUp.defer(() => registry.stop());
  const { network, gatewayAddress } = await registry.start(AbortSignal.timeout(REGISTRY_START_TIMEOUT_MS));

  const host = await createDockerSandboxHost({
    docker,
    installation,
    image: images.sandbox,
    network,
    gatewayAddress,
    limits: config.sandboxLimits,
    maxRunning: config.maxSandboxes,
  });
  const onError = (err: unknown) => logger.error({ err }, 'a timed task failed');
  const reaped = await reapUnowned(store, host);
  if (reaped.length > 0) logger.warn({ reaped }, 'removed sandboxes that belong to nobody');

  const app: App = startUp.use(
    await createApp({
      config,
      logger,
      store,
      host,
      now,
      exercises: await loadExercises(join(root, 'exercises')),
      siteFolder: join(root, 'dist'),
      probes: {
        store: () => store.probe(),
        engine: () => docker.ping(),
        registry: (signal) => registry.probe(signal),
      },
    }),
  );
  await app.listen();

  const every = (ms: number, task: () => Promise<unknown>) => {
    const timer = setInterval(() => void task().catch(onError), ms).unref();
    startUp.defer(() => clearInterval(timer));
  };
  every(REAP_EVERY_MS, () => reapUnowned(store, host));
  every(REGISTRY_LOOK_EVERY_MS, () => registry.start(AbortSignal.timeout(REGISTRY_START_TIMEOUT_MS)));

  const inviteUrl = await createFirstInviteUrl(store, config.publicUrl);
  const running = startUp.move();
  logger.info({ installation, url: config.publicUrl.origin }, 'ready');
  return { url: config.publicUrl.origin, inviteUrl, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
