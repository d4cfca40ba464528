import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, parseConfig } from '../server/config.ts';
import { hasStore } from '../server/open-store.ts';
import { requireOwnMachineConfig } from '../server/own-machine/own-machine-config.ts';
import { startOwnMachine } from '../server/start-own-machine.ts';
import { type RunningServer, startServer } from '../server/start-server.ts';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { assertPortFree } from './free-port.ts';
import { prepare } from './prepare.ts';
import { prepareOwnMachine } from './prepare-own-machine.ts';
import { createProgress } from './progress.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm start [-- --yes] [-- --engine own]

Sets up what is missing (Docker Engine, images, course registry, pages), then starts the server. Ctrl-C stops it.

  --yes         agree to all that is offered, such as installing Debian packages
  --engine own  work with your own shell and the Docker Engine that you have, instead of in sandboxes: for one person, on this machine alone
  --help        show this

Settings are variables: DRYDOCK_PORT (4321), DRYDOCK_COURSE (docker-images), DRYDOCK_LISTEN (127.0.0.1), DRYDOCK_DATA_DIR (data), DRYDOCK_OWN_FOLDER (~/drydock). server/config.ts lists them all.
`;

const root = join(import.meta.dirname, '..');

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: { yes: { type: 'boolean' }, engine: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { engine = 'sandbox' } = values;
  if (engine !== 'sandbox' && engine !== 'own') {
    throw new SetupError(
      `There is no engine “${engine}”: \`--engine own\` is yours, and without it there are sandboxes.`,
    );
  }
  const config = parseConfig(process.env, root);
  const start = engine === 'own' ? startOnOwnMachine : startWithSandboxes;
  await using server = await start(config, values.yes ?? false, signal);
  process.stdout.write(
    engine === 'own'
      ? `Drydock is ready, with your own shell and your Docker Engine. Open this link, and give it to nobody:\n${server.url}\n`
      : `Drydock is ready at ${server.url}\n`,
  );
  if (server.inviteUrl !== undefined) {
    process.stdout.write(`Whoever opens this link first becomes an instructor:\n${server.inviteUrl}\n`);
  }
  await aborted(signal);
  return 0;
});

type StartedServer = Omit<RunningServer, 'reload'>;

async function startWithSandboxes(config: Config, yes: boolean, signal: AbortSignal): Promise<StartedServer> {
  await assertPortFree(config.port, config.listen);
  // A database that can't be reached is better told of now than after minutes of building.
  await hasStore(config);
  const { docker, images, imageStore } = await prepare({
    root,
    dataDir: config.dataDir,
    registryVolume: config.registryVolume,
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    course: config.course,
    courseImages: 'served',
    consent: createConsent({ yes, input: process.stdin, output: process.stdout, withoutTerminal: true, signal }),
    progress: createProgress(process.stdout),
    signal,
  });
  return startServer({ config, docker, images, imageStore, root, logTo: logOf(config) }).catch(failed);
}

async function startOnOwnMachine(config: Config, _yes: boolean, signal: AbortSignal): Promise<StartedServer> {
  const environment = process.env;
  requireOwnMachineConfig(config, environment);
  await assertPortFree(config.port, config.listen);
  const progress = createProgress(process.stdout);
  const { docker, engine } = await prepareOwnMachine({ root, course: config.course, environment, progress, signal });
  return startOwnMachine({ config, docker, engine, environment, root, logTo: logOf(config) }).catch(failed);
}

/** On a terminal the log would bury the address that the person waits for. */
function logOf({ dataDir }: Config): string | 2 {
  return process.stderr.isTTY ? join(dataDir, 'drydock.log') : 2;
}

function failed(error: unknown): never {
  throw setupError('starting the server', error);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
