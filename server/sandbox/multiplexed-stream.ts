/** Stream type, three zero bytes, and the payload's length in four bytes, big-endian. */
const HEADER_BYTES = 8;

export interface OutputPart {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

/**
 * Takes apart what the engine sends for an exec without a terminal, from chunks cut anywhere. Payloads come out in parts as they
 * arrive, so nothing but a header is ever kept. Source: Docker Engine API, "Stream format" of `POST /containers/{id}/attach`.
 */
export class MultiplexedStream {
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #left = 0;

  *feed(chunk: Buffer): Generator<OutputPart> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        const taken = chunk.copy(this.#header, this.#headerBytes, at);
        at += taken;
        this.#headerBytes += taken;
        if (this.#headerBytes < HEADER_BYTES) return;
        this.#headerBytes = 0;
        this.#left = this.#header.readUInt32BE(4);
        continue;
      }
      const bytes = chunk.subarray(at, at + this.#left);
      at += bytes.length;
      this.#left -= bytes.length;
      yield { stream: this.#header[0] === 2 ? 'stderr' : 'stdout', bytes };
    }
  }
}
