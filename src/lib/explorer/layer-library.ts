import { askServer } from '../ask-server.ts';
import type { Chains } from './explorer-messages.ts';
import type { LayerEntry } from './layer-entry.ts';
import { LayerRecordReader } from './layer-record.ts';
import { RecordFrames, type RecordPart } from './record-frames.ts';

/** Of all that was looked at: a page that looks at everything has to read some of it again. */
const MAX_KEPT_ENTRIES = 1_000_000;

/** Unpacked: 5 MB of records are 120 MB. Whoever made one by hand waits for nothing more. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

const READ_TIMEOUT_MS = 40_000;

export type Layers = readonly (readonly LayerEntry[])[];

/** Why an image can't be shown, in words for the learner. */
export class UnreadableImageError extends Error {
  override readonly name = 'UnreadableImageError';
}

/** What is in layers, by their chain ids: read from the server once, and kept. */
export class LayerLibrary {
  readonly #known = new Map<string, readonly LayerEntry[]>();
  readonly #readings = new Map<string, Promise<void>>();

  /** Base first, as `chains`. */
  async layers(chains: Chains): Promise<Layers> {
    const [top] = chains.slice(-1);
    if (top !== undefined && chains.some((chain) => !this.#known.has(chain))) {
      const reading =
        this.#readings.get(top) ??
        this.#read(
          top,
          chains.findLast((chain) => this.#known.has(chain)),
        );
      this.#readings.set(top, reading);
      await reading.finally(() => this.#readings.delete(top));
    }
    return chains.map((chain) => {
      const layer = this.#known.get(chain);
      if (!layer) throw new UnreadableImageError('Your engine does not say what is in one of this image’s layers.');
      // What was asked for last goes last.
      this.#known.delete(chain);
      this.#known.set(chain, layer);
      return layer;
    });
  }

  async #read(top: string, until = ''): Promise<void> {
    this.#makeRoom();
    const answer = await askServer(`/api/engine/layers/${top}/records?until=${until}`, { timeoutMs: READ_TIMEOUT_MS });
    if (!answer.isOk) throw new UnreadableImageError(answer.message);
    const unpacking: Promise<void>[] = [];
    const frames = new RecordFrames((part) => unpacking.push(this.#unpack(part)));
    try {
      for (const reader = answer.response.body?.getReader(); reader; ) {
        const { done, value } = await reader.read();
        if (done) break;
        frames.feed(value);
      }
      frames.end();
      await Promise.all(unpacking);
    } catch (cause) {
      throw new UnreadableImageError('What your engine says of this image could not be read. Try again in a moment.', {
        cause,
      });
    }
  }

  async #unpack({ chain, bytes }: RecordPart): Promise<void> {
    const record = new LayerRecordReader();
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let total = 0; ; ) {
      const { done, value } = await unpacked.read();
      if (done) break;
      total += value.length;
      if (total > MAX_UNPACKED_BYTES) throw new Error('A record unpacks to more than it may.');
      record.feed(value);
    }
    this.#known.set(chain, record.end());
  }

  #makeRoom(): void {
    let kept = 0;
    for (const entries of this.#known.values()) kept += entries.length;
    for (const [chain, entries] of this.#known) {
      if (kept <= MAX_KEPT_ENTRIES) return;
      this.#known.delete(chain);
      kept -= entries.length;
    }
  }
}
