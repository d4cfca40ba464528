import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../server/config.ts';
import { startServer } from '../server/start-server.ts';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { assertPortFree } from './free-port.ts';
import { prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { setupError } from './setup-error.ts';

const HELP = `npm start [-- --yes]

Sets up what is missing (Docker Engine, images, course registry, pages), then starts the server. Ctrl-C stops it.

  --yes   agree to all that is offered, such as installing Debian packages
  --help  show this

Settings are variables: DRYDOCK_PORT (4321), DRYDOCK_LISTEN (127.0.0.1), DRYDOCK_DATA_DIR (data). server/config.ts lists them all.
`;

await runEntry(async (signal) => {
  const { values } = parseArgs({ options: { yes: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const root = join(import.meta.dirname, '..');
  const config = parseConfig(process.env, root);
  await assertPortFree(config.port, config.listen);
  const { docker, images, imageStore } = await prepare({
    root,
    dataDir: config.dataDir,
    registryVolume: config.registryVolume,
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    courseImages: 'core',
    consent: createConsent({
      yes: values.yes ?? false,
      input: process.stdin,
      output: process.stdout,
      withoutTerminal: true,
      signal,
    }),
    progress: createProgress(process.stdout),
    signal,
  });
  // On a terminal the log would bury the address that the person waits for.
  const logTo = process.stderr.isTTY ? join(config.dataDir, 'drydock.log') : 2;
  await using server = await startServer({ config, docker, images, imageStore, root, logTo }).catch(
    (error: unknown) => {
      throw setupError('starting the server', error);
    },
  );
  process.stdout.write(`Drydock is ready at ${server.url}\n`);
  if (server.inviteUrl !== undefined) {
    process.stdout.write(`Whoever opens this link first becomes an instructor:\n${server.inviteUrl}\n`);
  }
  await aborted(signal);
  return 0;
});

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
