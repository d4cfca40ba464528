import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DialTarget, ReadySandbox } from './port.ts';

/** A dial is an exec on the host engine; one that takes longer than this will not come. */
const DIAL_TIMEOUT_MS = 5_000;

/** One for the event stream, the rest for checks; each is a small process in the sandbox. */
const MAX_CONNECTIONS = 4;

/** Node's HTTP client takes any stream for a socket but for these calls of a socket's, which mean nothing to a relayed one. */
function asSocket(stream: Duplex): Duplex {
  const ignore = () => stream;
  return Object.assign(stream, {
    setKeepAlive: ignore,
    setNoDelay: ignore,
    setTimeout: ignore,
    ref: ignore,
    unref: ignore,
  });
}

class DialAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;

  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
    this.#dial = dial;
  }

  override createConnection(_options: unknown, callback?: (error: Error | null, stream: Duplex) => void): undefined {
    this.#dial().then(
      (stream) => callback?.(null, asSocket(stream)),
      // The callback's type wants a stream even where there is none.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
  }
}

/** An HTTP agent whose connections end inside a sandbox, at its Docker Engine or at a port. Destroy it to end them. */
export function createDialAgent(sandbox: Pick<ReadySandbox, 'dial'>, target: DialTarget): Agent {
  return new DialAgent(() => sandbox.dial(target, AbortSignal.timeout(DIAL_TIMEOUT_MS)));
}
