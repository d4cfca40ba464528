const ESC = 0x1b;
const BEL = 0x07;
const OSC = 0x5d;
const BACKSLASH = 0x5c;

/** Longer sequences are not shell integration; the rest of one is passed over. */
const MAX_SEQUENCE_BYTES = 4096;

/** A command that ended in the learner's shell. `undefined` where the shell did not say how. */
export interface FinishedCommand {
  readonly exitCode: number | undefined;
}

type State = 'text' | 'escape' | 'sequence' | 'sequence-escape';

/**
 * Finds the end-of-command marks of shell integration (`OSC 633 ; D [; exit code] ST`) in a stream that is cut anywhere.
 * Source: VS Code's terminal shell integration. What it finds is a hint from the learner's own shell, never a proof.
 */
export class CommandParser {
  #state: State = 'text';
  #sequence: number[] = [];

  feed(bytes: Uint8Array): readonly FinishedCommand[] {
    const found: FinishedCommand[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.#state === 'text') {
        // Most output has no escape at all, so the search for one is left to the engine.
        at = bytes.indexOf(ESC, at);
        if (at < 0) break;
        this.#state = 'escape';
        continue;
      }
      const byte = bytes[at] as number;
      const command = this.#step(byte);
      if (command) found.push(command);
    }
    return found;
  }

  #step(byte: number): FinishedCommand | undefined {
    switch (this.#state) {
      case 'escape':
        this.#state = byte === OSC ? 'sequence' : byte === ESC ? 'escape' : 'text';
        this.#sequence = [];
        return undefined;
      case 'sequence':
        if (byte === BEL) return this.#end();
        if (byte === ESC) this.#state = 'sequence-escape';
        else if (this.#sequence.length < MAX_SEQUENCE_BYTES) this.#sequence.push(byte);
        return undefined;
      case 'sequence-escape':
        if (byte === BACKSLASH) return this.#end();
        // The terminal gives up a sequence that another escape breaks off.
        this.#state = byte === OSC ? 'sequence' : byte === ESC ? 'escape' : 'text';
        this.#sequence = [];
        return undefined;
      case 'text':
        return undefined;
    }
  }

  #end(): FinishedCommand | undefined {
    this.#state = 'text';
    const match = /^633;D(?:;(-?\d{1,10}))?$/.exec(String.fromCharCode(...this.#sequence));
    if (!match) return undefined;
    return { exitCode: match[1] === undefined ? undefined : Number(match[1]) };
  }
}
