import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Line {
  readonly near: Socket;
  readonly far: Socket;
  isFrozen: boolean;
}

/** What lies between browsers and a server, and breaks when a test says so. */
export class Network implements AsyncDisposable {
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #idleMs = 0;
  #passing: Promise<void> | undefined;
  /** Connections that were cut for silence. */
  idleCuts = 0;
  /** The server's port. */
  target = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', async (near) => {
      near.on('error', () => {});
      await this.#passing;
      if (!near.destroyed) this.#connect(near);
    });
  }

  static async create(): Promise<Network> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new Network(server);
  }

  /** What browsers open. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends all connections there are; new ones are passed on. */
  cut(): void {
    for (const { near, far } of this.#lines) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** From now on nothing passes over the connections there are, and neither end is told; new ones are passed on. As where a network was left for another. */
  freeze(): void {
    for (const line of this.#lines) line.isFrozen = true;
  }

  /** From now on new connections are taken and not passed on, until what this returns is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#passing = promise;
    return () => {
      this.#passing = undefined;
      resolve();
    };
  }

  /** Cuts a connection as soon as nothing has passed for so long, as proxies do; 0 for never. */
  cutIdleAfter(ms: number): void {
    this.#idleMs = ms;
    for (const { near } of this.#lines) near.setTimeout(ms);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  #connect(near: Socket): void {
    const far = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const line: Line = { near, far, isFrozen: false };
    this.#lines.add(line);
    const end = () => {
      this.#lines.delete(line);
      near.destroy();
      far.destroy();
    };
    near.setTimeout(this.#idleMs);
    near.on('timeout', () => {
      this.idleCuts += 1;
      end();
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => {
        if (line.isFrozen || to.write(chunk)) return;
        from.pause();
        to.once('drain', () => from.resume());
      });
      from.on('error', end);
      from.on('close', () => {
        if (!line.isFrozen) end();
      });
    }
  }
}
