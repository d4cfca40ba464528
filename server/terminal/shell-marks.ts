const ESC = 0x1b;
const BEL = 0x07;
const OSC = 0x5d;
const CSI = 0x5b;
const BACKSLASH = 0x5c;

/** Longer sequences are none that is looked for; the rest of one is passed over. */
const MAX_SEQUENCE_BYTES = 4096;

/** Longer commands are cut; the shell itself does so at twice as many. */
const MAX_COMMAND_LENGTH = 1_000;

/** A command that ended in the learner's shell. `text` is `''` where the shell did not say what it was, `exitCode` is `undefined` where it did not say how it ended. */
export interface FinishedCommand {
  readonly text: string;
  readonly exitCode: number | undefined;
}

/** What the shell wrote of a command: semicolons, new lines and backslashes are escaped, and what follows a bare semicolon is not the command's. */
function readCommandText(bytes: readonly number[]): string {
  const [escaped = ''] = new TextDecoder().decode(Uint8Array.from(bytes)).split(';');
  const text = escaped.replace(/\\(?:x([0-9a-f]{2})|(\\))/gi, (_, code: string | undefined, backslash: string) =>
    code === undefined ? backslash : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return text.slice(0, MAX_COMMAND_LENGTH).toWellFormed();
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
  /** What runs, or ran last. */
  #command = '';

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
      case 'E':
        this.#command = readCommandText(this.#sequence.slice('633;E;'.length));
        return undefined;
      case 'C':
        this.#phase = 'running';
        return undefined;
      case 'D': {
        const text = this.#command;
        this.#command = '';
        return { text, exitCode: rest !== undefined && /^-?\d{1,10}$/.test(rest) ? Number(rest) : undefined };
      }
      default:
        return undefined;
    }
  }
}
