import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** Its modules are read in half a second; its registry and network come up in a few. */
const START_TIMEOUT_MS = 60_000;
/** It says goodbye to learners' shells first. */
const STOP_TIMEOUT_MS = 15_000;

/** What the process is told and tells. */
export type ToServer = { readonly kind: 'go' | 'reload' };
export type FromServer =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'ready'; readonly inviteUrl: string | undefined }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ServerProcessOptions {
  readonly port: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Given to setup/dev-server.ts as JSON. */
  readonly settings: object;
  readonly onInvite: (url: string) => void;
  /** It ended by itself. */
  readonly onEnd: () => void;
}

/** The Drydock server in a process of its own, as its files are when it is started. */
export class ServerProcess implements AsyncDisposable {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #ready = Promise.withResolvers<number>();
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  /** Resolves with its port once it answers. */
  get port(): Promise<number> {
    return this.#ready.promise;
  }

  /**
   * Puts a process with the files as they are now in the place of the one that runs. Rejects with what a person should read where the files can't be
   * loaded: the one that runs goes on then.
   */
  restart(): Promise<void> {
    const turn = this.#turn.then(() => this.#restart());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Has the one that runs read the exercises as they are now. Rejects where it can't: it goes on with those that it has. */
  reload(): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#isOver) return;
      if (!this.#child) return this.#restart();
      this.#child.send({ kind: 'reload' } satisfies ToServer);
      await told(this.#child, 'reloaded');
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#turn;
    await this.#stop();
  }

  async #restart(): Promise<void> {
    if (this.#isOver) return;
    const next = this.#spawn();
    try {
      await told(next, 'loaded');
    } catch (error) {
      next.kill('SIGKILL');
      throw error;
    }
    // Requests that come from here on wait for the next one.
    this.#ready = Promise.withResolvers<number>();
    this.#ready.promise.catch(() => {});
    await this.#stop();
    if (this.#isOver) return void next.kill('SIGKILL');
    this.#child = next;
    next.once('exit', () => {
      if (this.#child !== next) return;
      this.#child = undefined;
      this.#ready = Promise.withResolvers<number>();
      this.#options.onEnd();
    });
    next.send({ kind: 'go' } satisfies ToServer);
    const { inviteUrl } = await told(next, 'ready');
    this.#ready.resolve(this.#options.port);
    if (inviteUrl !== undefined) this.#options.onInvite(inviteUrl);
  }

  #spawn(): ChildProcess {
    const { port, environment, settings } = this.#options;
    return fork(join(import.meta.dirname, '..', 'dev-server.ts'), [JSON.stringify(settings)], {
      env: { ...environment, DRYDOCK_PORT: String(port), DRYDOCK_LISTEN: '127.0.0.1' },
      // Ctrl-C reaches all processes of a terminal at once; this one is ended in its turn.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }
}

/** Resolves with the next message of the kind. Rejects where the process ends, fails or takes too long. */
function told<K extends FromServer['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<FromServer, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(new Error('The server did not start in time.')), START_TIMEOUT_MS);
    const onExit = (code: number | null) => end(new Error(`The server ended with exit code ${code ?? '-'}.`));
    const onMessage = (message: FromServer) => {
      if (message.kind === 'failed') end(new Error(message.message));
      else if (message.kind === kind) end(undefined, message as Extract<FromServer, { readonly kind: K }>);
    };
    const end = (error: Error | undefined, message?: Extract<FromServer, { readonly kind: K }>) => {
      clearTimeout(timer);
      child.off('exit', onExit).off('message', onMessage);
      if (message) resolve(message);
      else reject(error);
    };
    child.on('exit', onExit).on('message', onMessage);
  });
}
