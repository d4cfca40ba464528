import { unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { Holder } from './holder.ts';
import { loginShell } from './login-shell.ts';

/** Whoever started it connects at once. */
const FIRST_CLIENT_MS = 30_000;

/*
 * The process that holds a person's shells: it outlives the server that starts it (holder-connection.ts), and ends when nobody needs it any more.
 * Arguments: the socket's path, the folder in which shells start. It says on its standard output when it listens, and nothing after.
 */
const [socketPath, folder] = process.argv.slice(2);
if (socketPath === undefined || folder === undefined) throw new Error('Say where to listen and where shells start.');

// What its starter needs no more may be gone while the shells go on.
process.on('SIGHUP', () => {});
process.stdout.on('error', () => {});
// An error in one shell must not end the others; their work is in them alone.
process.on('uncaughtException', (error) => process.stderr.write(`${new Date().toISOString()} ${error.stack}\n`));

const environment = { ...process.env };
const server = createServer((stream) => {
  clearTimeout(waiting);
  holder.welcome(stream);
});
const end = () => {
  // Takes the socket away, too. Who connects at this moment is cut off before the hello, and starts another.
  server.close();
  process.exit(0);
};
const holder = new Holder({ shell: () => loginShell(environment, folder), onIdle: end });
const waiting = setTimeout(end, FIRST_CLIENT_MS);

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    probe.once('close', () => probe.destroy());
  });
}

function listen(): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
}

try {
  await listen().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || (await answers(socketPath))) throw error;
    // Left by one that was killed.
    await unlink(socketPath);
    await listen();
  });
  process.stdout.write('listening\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
