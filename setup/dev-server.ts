// One run of the Drydock server below `npm run dev`. It says when its modules are read, starts when it is told to, and ends with SIGTERM or its parent.
import { join } from 'node:path';
import { ExerciseMistakesError } from '../server/checks/exercises.ts';
import { parseConfig } from '../server/config.ts';
import { startServer } from '../server/start-server.ts';
import type { FromServer, ToServer } from './dev/server-process.ts';
import { explainEngine, findEngine } from './find-engine.ts';

export interface DevServerSettings {
  readonly images: { readonly sandbox: string; readonly gateway: string; readonly keeper: string };
  readonly imageStore: string;
  /** Where the files of the pages lie that the server reads. */
  readonly siteFolder: string;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as DevServerSettings;
const root = join(import.meta.dirname, '..');
const tell = (message: FromServer) => process.send?.(message);
const stopping = Promise.withResolvers<void>();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.resolve());
process.on('disconnect', () => stopping.resolve());

const told = new Promise<ToServer>((resolve) => process.once('message', (message) => resolve(message as ToServer)));
tell({ kind: 'loaded' });
await Promise.race([told, stopping.promise.then(() => process.exit(0))]);
try {
  const engine = await findEngine(process.env['DOCKER_HOST'] || undefined);
  if (engine.kind !== 'ready') throw new Error(explainEngine(engine));
  const config = parseConfig(process.env, root);
  const logTo = join(config.dataDir, 'drydock.log');
  await using server = await startServer({ ...settings, config, docker: engine.docker, root, logTo });
  tell({ kind: 'ready', inviteUrl: server.inviteUrl });
  process.on('message', (message: ToServer) => {
    if (message.kind !== 'reload') return;
    server.reload().then(
      () => tell({ kind: 'reloaded' }),
      (error: unknown) => tell({ kind: 'failed', message: messageOf(error) }),
    );
  });
  await stopping.promise;
} catch (error) {
  tell({ kind: 'failed', message: messageOf(error) });
  process.exit(1);
}
process.exit(0);

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof ExerciseMistakesError ? error.message : (error.stack ?? error.message);
}
