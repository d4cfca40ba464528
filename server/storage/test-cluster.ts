import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL refuses to run as root. Its package makes the first of these users. */
const USERS = ['postgres', 'nobody'];
const PASSWORD = 'only for tests';

interface Options {
  /** The folder of PostgreSQL's programs. */
  readonly bin: string;
  /** Is made, and is not removed. Short: the socket's path may have 107 characters. */
  readonly folder: string;
}

/** A PostgreSQL of the tests' own: in a folder, on a socket in it, with a password. */
export class TestCluster implements AsyncDisposable {
  readonly #options: Options;
  readonly #user: { readonly uid?: number; readonly gid?: number };
  #server: ChildProcess | undefined;

  private constructor(options: Options, user: { uid?: number; gid?: number }) {
    this.#options = options;
    this.#user = user;
  }

  /** One that another made, with its data; `start` starts it. */
  static async at(options: Options): Promise<TestCluster> {
    return new TestCluster(options, await unprivilegedUser());
  }

  /** Makes one whose text is sorted as in English unless a column says otherwise, and starts it. */
  static async create(options: Options): Promise<TestCluster> {
    const { bin, folder } = options;
    const user = await unprivilegedUser();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'password'), PASSWORD);
    if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
    const cluster = new TestCluster(options, user);
    await run(
      join(bin, 'initdb'),
      [
        ['-D', cluster.data, '-U', 'drydock', '--no-instructions', '--no-sync'],
        ['--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`],
        // What tests write is little: with segments of 16 MiB a copy of it would be mostly empty.
        ['--wal-segsize=1'],
        ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
      ].flat(),
      { ...user, cwd: folder },
    );
    await cluster.start();
    return cluster;
  }

  get data(): string {
    return join(this.#options.folder, 'data');
  }

  url(database: string): string {
    return urlOf(this.#options.folder, database);
  }

  /** Resolves when it takes connections. With `fsync` off it acknowledges what is not on the disk. */
  async start({ fsync = 'on' }: { fsync?: 'on' | 'off' } = {}): Promise<void> {
    const { bin, folder } = this.#options;
    const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, `fsync=${fsync}`];
    const server = spawn(join(bin, 'postgres'), ['-D', this.data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...this.#user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#server = server;
    let log = '';
    await new Promise<void>((resolve, reject) => {
      server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        log = (log + chunk).slice(-8_000);
        if (log.includes('ready to accept connections')) resolve();
      });
      server.once('error', reject);
      server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
    });
  }

  /** SIGINT ends it in order; after SIGKILL it is as if the machine had stopped. */
  async stop(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function urlOf(folder: string, database: string): string {
  return `postgres://drydock:${encodeURIComponent(PASSWORD)}@/${database}?host=${encodeURIComponent(folder)}`;
}

async function unprivilegedUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of USERS) {
    const [, , uid, gid] = lines.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`PostgreSQL does not run as root, and there is none of the users ${USERS.join(', ')}.`);
}
