const ESC = 0x1b;
const BEL = 0x07;
const OSC = 0x5d;
const CSI = 0x5b;
const BACKSLASH = 0x5c;

/** Longer sequences are none that is looked for; the rest of one is passed over. */
const MAX_SEQUENCE_BYTES = 4096;

/** A command that ended in the learner's shell. `undefined` where the shell did not say how. */
export interface FinishedCommand {
  readonly exitCode: number | undefined;
}

/** Where the shell says that it is: waiting for a command, for the rest of one, running one. `unknown` where it has said nothing. */
export type ShellPhase = 'unknown' | 'prompt' | 'continuation' | 'running';

type State = 'text' | 'escape' | 'osc' | 'osc-escape' | 'csi';

/**
 * Follows the marks of shell integration (`OSC 633`) and bracketed paste (`CSI ? 2004 h`) in a stream that is cut anywhere.
 * Source: VS Code's terminal shell integration. What it finds is a hint from the learner's own shell, never a proof.
 */
export class ShellMarks {
  #state: State = 'text';
  #sequence: number[] = [];
  #phase: ShellPhase = 'unknown';
  #takesPastes = false;

  get phase(): ShellPhase {
    return this.#phase;
  }

  /** Whether what runs wants pasted text to be marked as such. */
  get takesPastes(): boolean {
    return this.#takesPastes;
  }

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
      const command = this.#step(bytes[at] as number);
      if (command) found.push(command);
    }
    return found;
  }

  #step(byte: number): FinishedCommand | undefined {
    switch (this.#state) {
      case 'escape':
        return this.#begin(byte);
      case 'osc':
        if (byte === BEL) return this.#endOsc();
        if (byte === ESC) this.#state = 'osc-escape';
        else this.#keep(byte);
        return undefined;
      case 'osc-escape':
        if (byte === BACKSLASH) return this.#endOsc();
        // The terminal gives up a sequence that another escape breaks off.
        return this.#begin(byte);
      case 'csi':
        if (byte === ESC) this.#state = 'escape';
        else if (byte >= 0x40 && byte <= 0x7e) this.#endCsi(byte);
        else this.#keep(byte);
        return undefined;
      case 'text':
        return undefined;
    }
  }

  #begin(byte: number): undefined {
    this.#state = byte === OSC ? 'osc' : byte === CSI ? 'csi' : byte === ESC ? 'escape' : 'text';
    this.#sequence = [];
  }

  #keep(byte: number): void {
    if (this.#sequence.length < MAX_SEQUENCE_BYTES) this.#sequence.push(byte);
  }

  #endCsi(final: number): void {
    this.#state = 'text';
    const isSet = final === 0x68;
    if (!isSet && final !== 0x6c) return;
    const [, modes] = /^\?([\d;]+)$/.exec(String.fromCharCode(...this.#sequence)) ?? [];
    if (modes?.split(';').includes('2004')) this.#takesPastes = isSet;
  }

  #endOsc(): FinishedCommand | undefined {
    this.#state = 'text';
    const [, mark, rest] = /^633;([A-Z])(?:;(.*))?$/s.exec(String.fromCharCode(...this.#sequence)) ?? [];
    switch (mark) {
      case 'B':
        this.#phase = 'prompt';
        return undefined;
      case 'P':
        // A prompt of the learner's own making has no marks; the function before it has.
        if (rest?.startsWith('Cwd=')) this.#phase = 'prompt';
        return undefined;
      case 'F':
        this.#phase = 'continuation';
        return undefined;
      case 'C':
        this.#phase = 'running';
        return undefined;
      case 'D':
        return { exitCode: rest !== undefined && /^-?\d{1,10}$/.test(rest) ? Number(rest) : undefined };
      default:
        return undefined;
    }
  }
}
