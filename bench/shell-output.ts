import { PROMPT } from './page-client.ts';

/** Longer than anything that is waited for here should take. */
const WAIT_TIMEOUT_MS = 60_000;

/** A prompt with all its marks, and what a person sees around it. */
const TAIL_CHARACTERS = 1024;

/** What a shell has written: how much of it, and its end. Nothing else is kept, so that a flood costs the reader as little as it can. */
export class ShellOutput {
  readonly #looks = new Set<() => void>();
  #failure: Error | undefined;
  #bytes = 0;
  #tail = '';

  /** Since the beginning. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The last of what came since `forget`, a character for each byte. */
  get tail(): string {
    return this.#tail;
  }

  feed(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-TAIL_CHARACTERS).toString('latin1');
    this.#tail = end.length < TAIL_CHARACTERS ? (this.#tail + end).slice(-TAIL_CHARACTERS) : end;
    for (const look of this.#looks) look();
  }

  /** What came before is no part of the tail any more. */
  forget(): void {
    this.#tail = '';
  }

  /** Nothing more will come. */
  fail(reason: Error): void {
    this.#failure ??= reason;
    for (const look of this.#looks) look();
  }

  /** Resolves as soon as the condition holds, looked at after every piece. */
  until(holds: () => boolean, what: string, timeoutMs = WAIT_TIMEOUT_MS): Promise<void> {
    if (holds()) return Promise.resolve();
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#looks.delete(look);
        finish();
      };
      const look = () => {
        if (holds()) end(resolve);
        else if (this.#failure) end(() => reject(this.#failure));
      };
      const waitedInVain = () => reject(new Error(`Waited in vain for ${what}; the output ends: ${this.#tail}`));
      const timer = setTimeout(() => end(waitedInVain), timeoutMs);
      this.#looks.add(look);
    });
  }

  /** In what came since `forget`. */
  untilPrompt(): Promise<void> {
    return this.until(() => PROMPT.test(this.#tail), 'the prompt');
  }
}
