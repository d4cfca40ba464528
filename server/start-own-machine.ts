import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { createCheckProcess } from './checks/check-process.ts';
import { type Config, dataPaths } from './config.ts';
import type { LifeTimings } from './domain/sandbox-life.ts';
import { exercisesOf, readBuiltCourse, sitePath } from './lessons/built-course.ts';
import { openAgreements } from './own-machine/agreements.ts';
import { describeMachine, shortPath } from './own-machine/describe-machine.ts';
import { createHolderConnection } from './own-machine/holder-connection.ts';
import { holderSocket } from './own-machine/holder-socket.ts';
import { loginShell, ownEnvironment } from './own-machine/login-shell.ts';
import { createOwnMachineHost } from './own-machine/own-machine-host.ts';
import { openSecretToken } from './own-machine/secret-token.ts';
import type { RunningServer } from './start-server.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

/** Longer than anybody's course. */
const NEVER_MS = 100 * 365 * 24 * 60 * 60 * 1_000;

/** Nobody but its owner pauses, stops or removes a machine. */
const NO_END: LifeTimings = {
  pauseAfterMs: NEVER_MS,
  stopAfterMs: NEVER_MS,
  expireAfterMs: NEVER_MS,
  busyLimitMs: NEVER_MS,
  warnBeforeExpiryMs: 0,
};

export interface StartOwnMachineOptions {
  readonly config: Config;
  readonly docker: Docker;
  readonly engine: { readonly socket: string; readonly context: string | undefined };
  /** The person's own, in which their shells run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The project's folder. */
  readonly root: string;
  /** The folder of the pages: where left out, the one that they are built into. */
  readonly siteFolder?: string;
  /** A file for the log, or a file descriptor. */
  readonly logTo: string | 2;
}

/** Starts the platform for the one person whose machine this is. `url` is their link: with it, and only with it, a browser may use their shell. */
export async function startOwnMachine(options: StartOwnMachineOptions): Promise<Omit<RunningServer, 'reload'>> {
  const { docker, engine, environment, root } = options;
  const { dataDir, ownFolder: folder } = options.config;
  const { socket } = engine;
  const now = () => new Date();
  const logger = pino(
    { level: options.config.logLevel },
    pino.destination({ dest: options.logTo, sync: false, mkdir: true }),
  );
  const onError = (err: unknown) => logger.error({ err }, 'a part failed');

  const siteFolder = options.siteFolder ?? sitePath(root, options.config.course);
  const course = await readBuiltCourse(siteFolder, options.config.course);
  await using startUp = new AsyncDisposableStack();
  const store = startUp.use(await createSqliteStore({ file: dataPaths(dataDir).database, now }));
  const privateFolder = join(dataDir, 'own');
  const token = await openSecretToken(privateFolder);
  const agreements = await openAgreements({ privateFolder, socket, folder, now });
  await mkdir(folder, { recursive: true });
  const runner = startUp.use(await createCheckProcess({ folder: join(root, 'exercises'), onError }));

  // A name of its own: cookies don't tell ports apart, so whatever else answers on `localhost` would be sent ours. And who does not know it can't ask for it.
  const name = await store.once('own-host', () => `drydock-${randomBytes(8).toString('hex')}.localhost`);
  const publicUrl = new URL(`http://${name}:${options.config.port}`);
  const config = { ...options.config, publicUrl, timings: NO_END, pool: { min: 0, max: 0 } };

  const shells = {
    socketPath: holderSocket(privateFolder, environment),
    folder,
    logFile: join(privateFolder, 'shells.log'),
  };
  const app = startUp.use(
    await createApp({
      config,
      logger,
      store,
      host: createOwnMachineHost({
        folder,
        environment: ownEnvironment(environment),
        engineSocket: socket,
        admit: async () => agreements.requireAgreed(),
        connectToShells: createHolderConnection({ ...shells, environment }),
      }),
      now,
      limit: () => Number.POSITIVE_INFINITY,
      exercises: exercisesOf(course, runner.exercises),
      runner,
      siteFolder,
      probes: { store: () => store.probe(), engine: () => docker.ping() },
      ownMachine: {
        token,
        agreements,
        folder: shortPath(folder),
        describe: () =>
          describeMachine({
            docker,
            socket,
            context: engine.context,
            folder,
            shell: loginShell(environment, folder).command[0],
            onError,
          }),
      },
    }),
  );
  await app.listen();
  const running = startUp.move();
  logger.info({ url: publicUrl.origin }, 'ready');
  return {
    url: `${publicUrl.origin}/own/#${token.text}`,
    inviteUrl: undefined,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
