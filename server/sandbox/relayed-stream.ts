import { Duplex } from 'node:stream';
import { MultiplexedStream } from './multiplexed-stream.ts';

/** The bytes that a command reads and writes, out of the engine's connection to it. What it says on stderr is left out. */
export class RelayedStream extends Duplex {
  readonly #connection: Duplex;
  readonly #output = new MultiplexedStream();

  constructor(connection: Duplex) {
    super({ allowHalfOpen: true });
    this.#connection = connection;
    connection.on('data', (chunk: Buffer) => this.#receive(chunk));
    connection.on('end', () => this.push(null));
    connection.on('error', (error) => this.destroy(error));
    // A connection that is cut off ends what is read; a stream that has ended already is left as it is.
    connection.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    let wantsMore = true;
    for (const { stream, bytes } of this.#output.feed(chunk)) {
      if (stream === 'stdout') wantsMore = this.push(bytes);
    }
    if (!wantsMore) this.#connection.pause();
  }

  override _read(): void {
    this.#connection.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#connection.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.#connection.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#connection.destroy();
    done(error);
  }
}
