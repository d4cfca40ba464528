import type { IncomingMessage } from 'node:http';
import type { LearnerId } from '../../src/shared/ids.ts';
import { LearnerError } from '../errors.ts';

export interface FileBodyLimits {
  /** Of one. */
  readonly maxBytes: number;
  /** Of all of one learner's that are on their way: nobody keeps the others from theirs. */
  readonly maxLearnerBytes: number;
  /** Of all that are on their way. */
  readonly maxTogetherBytes: number;
  readonly timeoutMs: number;
}

export interface FileBody extends Disposable {
  readonly bytes: Buffer;
}

/** Reads files that pages send into memory, and no more of them at once than there is room for. */
export class FileBodies {
  readonly #limits: FileBodyLimits;
  readonly #ofLearners = new Map<LearnerId, number>();
  #heldBytes = 0;

  constructor(limits: FileBodyLimits) {
    this.#limits = limits;
  }

  /** Its room is taken until it is disposed of. Throws a `LearnerError` where there is none, before anything is read. */
  async read(request: IncomingMessage, learner: LearnerId): Promise<FileBody> {
    const { maxBytes, maxLearnerBytes, maxTogetherBytes, timeoutMs } = this.#limits;
    const sizeBytes = declaredSize(request);
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    if (this.#heldOf(learner) + sizeBytes > maxLearnerBytes) throw tooMany();
    if (this.#heldBytes + sizeBytes > maxTogetherBytes) throw tooMany();
    this.#hold(learner, sizeBytes);
    const release = () => this.#hold(learner, -sizeBytes);
    const late = setTimeout(() => request.destroy(tooSlow()), timeoutMs);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      return { bytes: Buffer.concat(chunks), [Symbol.dispose]: release };
    } catch (error) {
      release();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  #heldOf(learner: LearnerId): number {
    return this.#ofLearners.get(learner) ?? 0;
  }

  #hold(learner: LearnerId, bytes: number): void {
    this.#heldBytes += bytes;
    const held = this.#heldOf(learner) + bytes;
    if (held > 0) this.#ofLearners.set(learner, held);
    else this.#ofLearners.delete(learner);
  }
}

/** Node lets no request have another body than it declares. */
function declaredSize({ headers }: IncomingMessage): number {
  const size = Number(headers['content-length']);
  if (Number.isSafeInteger(size) && headers['transfer-encoding'] === undefined) return size;
  throw new LearnerError('bad-request', 'A file is sent with its size. Reload the page and try again.');
}

const tooLarge = (maxBytes: number) =>
  new LearnerError(
    'file-too-large',
    `This is more than ${maxBytes / 1024 ** 2} MiB, which is the most that is taken at once. Fetch it in the terminal, with curl for example.`,
  );
const tooSlow = () =>
  new LearnerError('file-failed', 'The file did not arrive in time, so nothing was written. Try again in a moment.');
const tooMany = () =>
  new LearnerError('too-many', 'Many files are on their way to this Drydock at the moment. Try again in a minute.');
