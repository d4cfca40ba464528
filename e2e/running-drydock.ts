import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Images are built before; the rest of a start is seconds. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;

const PROJECT = join(import.meta.dirname, '..');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** `own`: on this machine's own engine, as `npm start -- --engine own`. */
type Engine = 'sandbox' | 'own';

interface StartOptions {
  /** More of its settings. */
  readonly env?: NodeJS.ProcessEnv;
  readonly engine?: Engine;
  /** A copy of the project whose author is at work in it: `npm run dev` in the place of `npm start`. */
  readonly author?: string;
}

/** A Drydock of its own, as `npm start` makes it, with its own port and its own data. */
export class RunningDrydock implements AsyncDisposable {
  readonly url: string;
  readonly #port: number;
  readonly #dataDir: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #engine: Engine;
  readonly #author: string | undefined;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, { env = {}, engine = 'sandbox', author }: StartOptions) {
    this.#port = port;
    this.#dataDir = dataDir;
    this.#env = env;
    this.#engine = engine;
    this.#author = author;
    this.url = `http://localhost:${port}`;
  }

  static async start(options: StartOptions = {}): Promise<RunningDrydock> {
    await using drydock = new AsyncDisposableStack();
    const started = drydock.use(
      new RunningDrydock(await freePort(), await mkdtemp(join(tmpdir(), 'drydock-e2e-')), options),
    );
    await started.start();
    drydock.move();
    return started;
  }

  /** Everything that it has printed since its last start. */
  get output(): string {
    return this.#output;
  }

  /** Where its data lies; gone with it. */
  get dataDir(): string {
    return this.#dataDir;
  }

  get inviteUrl(): string | undefined {
    return /http\S+\/invite\/#\S+/.exec(this.#output)?.[0];
  }

  /** The link that lets a browser use this machine's shell; with `engine: 'own'` only. */
  get ownLink(): string | undefined {
    return /http\S+\/own\/#\S+(?=\s)/.exec(this.#output)?.[0];
  }

  /** As its log says: what it makes in Docker carries this. */
  get installation(): string | undefined {
    return /"installation":"([0-9a-f]{8})"/.exec(this.#output)?.[1];
  }

  /** Resolves with the milliseconds to "Drydock is ready". */
  async start(): Promise<number> {
    const begin = performance.now();
    this.#output = '';
    const child = this.#author
      ? this.#spawn('dev.ts', '--yes')
      : this.#spawn('start.ts', '--yes', '--engine', this.#engine);
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Not ready in time:\n${this.#output}`)), START_TIMEOUT_MS);
      const listen = (chunk: Buffer) => {
        this.#output += chunk;
        if (this.#output.includes('Drydock is ready at') || this.ownLink !== undefined) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`Ended with ${code}:\n${this.#output}`));
      });
    });
    return performance.now() - begin;
  }

  /** Resolves with the exit code, or the signal that ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | string | null>((resolve) => {
      child.once('exit', (code, by) => resolve(code ?? by));
    });
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const result = await ended;
    clearTimeout(timer);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#engine === 'own') await this.#endShells();
    const down = this.#spawn('down.ts', '--yes');
    await new Promise((done) => down.once('exit', done));
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  /** They outlive the server. The process that holds them has the data folder's path among its arguments. */
  async #endShells(): Promise<void> {
    const found = await new Promise<string>((done) => execFile('pgrep', ['-f', this.#dataDir], (_, out) => done(out)));
    for (const pid of found.split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGTERM');
  }

  #spawn(script: string, ...options: string[]): ChildProcess {
    const project = this.#author ?? PROJECT;
    return spawn(process.execPath, [join(project, 'setup', script), ...options], {
      cwd: project,
      // Each test has a learner or two: sandboxes that wait for more would be started and removed for nobody.
      env: {
        ...process.env,
        DRYDOCK_POOL_MIN: '0',
        ...this.#env,
        DRYDOCK_PORT: String(this.#port),
        DRYDOCK_DATA_DIR: this.#dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
